"""The example operations in GraphiQL on main_service."""

from service_kit.graphql.ide import Example

EXAMPLES = (
    Example("""\
# Ctrl-Enter or the ▶ button runs this query.
# Other tabs: your basket, a like, live likes.
# Click the book icon for the documentation.
query Products {
  products(first: 5, orderBy: {field: LIKES}) {
    nodes {
      id
      title
      price
      likes
      likedByMe
    }
  }
}
"""),
    Example("""\
# For signed-in users. The accounts are those of
# admin_service: open its GraphiQL and run the
# tab "SignIn". Its cookie is valid here, too.
# Or put a token below, at Headers:
# {"Authorization": "Bearer <token>"}
query Basket {
  basket {
    total
    lines {
      title
      quantity
    }
  }
}
"""),
    Example(
        """\
# For signed-in users: see the tab "Basket".
mutation Like($productId: ID!) {
  likeProduct(input: {productId: $productId}) {
    __typename
    ... on LikeProductSuccess {
      product {
        likes
      }
    }
    ... on Error {
      message
    }
  }
}
""",
        {"productId": "1"},
    ),
    Example(
        """\
# Runs until you stop it. Like the product in
# the meantime, for example with "Like".
subscription Watch($productIds: [ID!]!) {
  likesChanged(productIds: $productIds) {
    product {
      title
      likes
    }
  }
}
""",
        {"productIds": ["1"]},
    ),
)
