"""GraphQL operations about sign-in, for the tests."""

from typing import Any

from service_kit.db.database import Database

from testing.api import Client, bearer
from testing.rows import outbox_events
from testing.signed_in import PASSWORD

ERROR = "... on Error { message code }"
INVALID = "... on InvalidInput { fields { field messages } }"
USER = "user { id username email firstName lastName displayName role }"
REGISTER = f"""mutation($input: RegisterInput!) {{ answer: register(input: $input) {{
  __typename ... on RegisterSuccess {{ token {USER} }} {ERROR} {INVALID}
  ... on UsernameTaken {{ username }} ... on EmailTaken {{ email }}
}} }}"""
LOGIN = f"""mutation($input: LoginInput!) {{ answer: login(input: $input) {{
  __typename ... on LoginSuccess {{ token {USER} }} {ERROR}
}} }}"""
CHANGE = f"""mutation($input: ChangePasswordInput!) {{ answer: changePassword(input: $input) {{
  __typename ... on ChangePasswordSuccess {{ endedSessions }} {ERROR} {INVALID}
}} }}"""
DELETE = f"""mutation($input: DeleteAccountInput!) {{ answer: deleteAccount(input: $input) {{
  __typename ... on DeleteAccountSuccess {{ id }} {ERROR}
}} }}"""
END = f"""mutation($input: EndSessionInput!) {{ answer: endSession(input: $input) {{
  __typename ... on EndSessionSuccess {{ id }} {ERROR} ... on SessionNotFound {{ id }}
}} }}"""
LOGOUT, EVERYWHERE = "mutation { logout { sessions } }", "mutation { logoutEverywhere { sessions } }"
ME, IDS = "{ me { username } }", "{ sessions { id } }"
ADA = {"username": "ada", "email": "ada@example.com", "password": PASSWORD}
WRONG = {
    "__typename": "InvalidCredentials",
    "code": "INVALID_CREDENTIALS",
    "message": "Invalid username and / or password",
}


async def run(client: Client, operation: str, **input: object) -> Any:
    return (await client.graphql(operation, input=input))["answer"]


async def login(client: Client, username: str = "ada", password: str = PASSWORD) -> Any:
    return await run(client, LOGIN, username=username, password=password)


async def is_good(client: Client, token: str) -> bool:
    """Returns whether the token belongs to a valid session."""
    answer = await client.post("/graphql", json={"query": ME}, headers=bearer(token))
    return answer.json()["data"]["me"] is not None


def revoked(database: Database) -> set[str]:
    events = outbox_events(database)
    return {event["data"]["digest"] for event in events if event["type"] == "shop.session.revoked.v1"}
