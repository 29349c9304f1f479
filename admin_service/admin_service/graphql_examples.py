"""What GraphiQL opens with on admin_service: a query that runs at once, and how to sign in."""

from service_kit.graphql.ide import Example

EXAMPLES = (
    Example("""\
# Ctrl-Enter or the ▶ button runs this query.
# Other tabs: sign in, add a product, watch.
# The book at the left holds the documentation.
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
# Fill in the password below, at Variables:
# `make run` prints the one of "admin".
# A cookie then signs you in on both services.
# Programs ask for delivery: TOKEN, and send
# the header Authorization: Bearer <token>
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
# For the staff: sign in first (tab "SignIn").
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
# Runs until you stop it. Change a product in
# the meantime, for example with "AddProduct".
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
