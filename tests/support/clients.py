"""The shop's clients: GraphQL as the web page speaks it, and the REST routes of family 1."""

from typing import Any

import httpx

TIMEOUT_SECONDS = 12.0
PRODUCT = "id title image sku price category version likes createdAt updatedAt"
ERROR = "... on Error { code message }"


class GraphQLError(Exception):
    """A top-level error; `code` is its `extensions.code`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class Client:
    """One client of one process, signed in where it has a token; it keeps the cookies that it is given."""

    def __init__(self, url: str, token: str | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        # Plain HTTP needs no certificates, and to read them takes longer than most requests.
        self.http = httpx.Client(
            base_url=url, timeout=TIMEOUT_SECONDS, headers=headers, verify=False, trust_env=False
        )

    def graphql(self, query: str, **variables: object) -> Any:
        """The `data` of the answer. Raises GraphQLError, and httpx.HTTPError where there is no such answer."""
        answer = self.http.post("/graphql", json={"query": query, "variables": variables})
        answer.raise_for_status()
        document = answer.json()
        for error in document.get("errors") or ():
            raise GraphQLError(error["extensions"]["code"], error["message"])
        return document["data"]

    def mutate(self, name: str, kind: str, selection: str, **input: object) -> Any:
        """The answer of the mutation `name`, whose input is of the type `kind`: its `__typename` and selection."""
        query = f"mutation($input: {kind}!) {{ {name}(input: $input) {{ __typename {ERROR} {selection} }} }}"
        return self.graphql(query, input={key: value for key, value in input.items() if value is not None})[name]

    def sync_status(self) -> Any:
        """What the service tells of its events."""
        return self.graphql("{ syncStatus { connected pendingEvents retryingEvents deadLetters } }")["syncStatus"]

    def product(self, product_id: int) -> Any:
        """The product, or None."""
        query = f"query($id: ID!) {{ product(id: $id) {{ {PRODUCT} }} }}"
        return self.graphql(query, id=str(product_id))["product"]

    def close(self) -> None:
        """Close the connections."""
        self.http.close()


class AdminClient(Client):
    """A client of admin_service. Methods without `rest` speak GraphQL."""

    def create(self, title: str, **fields: object) -> Any:
        """`createProduct`."""
        selection = f"... on CreateProductSuccess {{ product {{ {PRODUCT} }} }}"
        given = {"title": title, "image": "/pictures/none.svg", **fields}
        return self.mutate("createProduct", "CreateProductInput", selection, **given)

    def update(self, product_id: int, **fields: object) -> Any:
        """`updateProduct`."""
        selection = f"... on UpdateProductSuccess {{ product {{ {PRODUCT} }} }}"
        return self.mutate("updateProduct", "UpdateProductInput", selection, id=str(product_id), **fields)

    def delete(self, product_id: int) -> Any:
        """`deleteProduct`."""
        selection = "... on DeleteProductSuccess { id }"
        return self.mutate("deleteProduct", "DeleteProductInput", selection, id=str(product_id))

    def rest_create(self, title: str, image: str = "/pictures/none.svg") -> httpx.Response:
        """`POST /admin/products/create`."""
        return self.http.post("/admin/products/create", json={"title": title, "image": image})

    def rest_edit(self, product_id: int, **fields: str) -> httpx.Response:
        """`PUT /admin/products/{id}/edit`."""
        return self.http.put(f"/admin/products/{product_id}/edit", json=fields)

    def rest_delete(self, product_id: int) -> httpx.Response:
        """`DELETE /admin/products/{id}/delete`."""
        return self.http.delete(f"/admin/products/{product_id}/delete")

    def rest_products(self) -> Any:
        """`GET /admin/products`."""
        return self.http.get("/admin/products").raise_for_status().json()

    def new_product(self, title: str, **fields: object) -> int:
        """The id of a product made just now."""
        return int(self.create(title, **fields)["product"]["id"])

    def new_user(self) -> int:
        """The id of a user made just now."""
        return int(self.http.post("/api/user").raise_for_status().json()["id"])


class MainClient(Client):
    """A client of main_service: one visitor, known by a cookie from the first GraphQL like on."""

    def like(self, product_id: int) -> Any:
        """`likeProduct`."""
        selection = "... on LikeProductSuccess { product { likes likedByMe } }"
        return self.mutate("likeProduct", "LikeProductInput", selection, productId=str(product_id))

    def unlike(self, product_id: int) -> Any:
        """`unlikeProduct`."""
        selection = "... on UnlikeProductSuccess { product { likes likedByMe } }"
        return self.mutate("unlikeProduct", "UnlikeProductInput", selection, productId=str(product_id))

    def rest_like(self, product_id: int) -> httpx.Response:
        """`POST /api/products/{id}/like`."""
        return self.http.post(f"/api/products/{product_id}/like")

    def rest_products(self) -> Any:
        """`GET /api/products/`."""
        return self.http.get("/api/products/").raise_for_status().json()
