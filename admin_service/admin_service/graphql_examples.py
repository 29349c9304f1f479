"""The example operations in GraphiQL."""

from service_kit.graphql.ide import Example

EXAMPLES = (
    Example("""\
# Ctrl-Enter or the ▶ button runs this query.
# Other tabs: sign in, add a product, watch.
# The book icon on the left opens the docs.
query Products {
  products(first: 5) {
    nodes {
      id
      title
      price
      stock
    }
  }
}
"""),
    Example(
        """\
# Enter the password below, under Variables:
# `make run` prints the password of "admin".
# The cookie signs you in to both services.
# Programs use delivery: TOKEN and send the
# header Authorization: Bearer <token>
mutation SignIn($username: String!, $password: String!) {
  login(input: {username: $username, password: $password, delivery: COOKIE}) {
    __typename
    ... on LoginSuccess {
      user {
        username
        role
      }
    }
    ... on Error {
      message
    }
  }
}
""",
        {"username": "admin", "password": ""},
    ),
    Example(
        """\
# For staff. Sign in first (tab "SignIn").
mutation AddProduct($input: CreateProductInput!) {
  createProduct(input: $input) {
    __typename
    ... on CreateProductSuccess {
      product {
        id
        sku
      }
    }
    ... on Error {
      message
    }
  }
}
""",
        {
            "input": {
                "title": "Smoked Porter",
                "image": "/pictures/beer/umbrella-weather-stout.svg",
                "price": "4.90",
                "category": "beer",
                "stock": 12,
            }
        },
    ),
    Example("""\
# Runs until you stop it. Meanwhile, change a
# product, for example with "AddProduct".
subscription Watch {
  productsChanged {
    all
    changes {
      id
      product {
        title
        price
      }
    }
  }
}
"""),
)
