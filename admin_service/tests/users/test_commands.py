"""The commands and queries of users."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from admin_service.users import commands, queries
from admin_service.users.errors import EmailTaken, LastAdmin, UsernameTaken, UserNotFound
from admin_service.users.model import Kind, Profile, ProfilePatch, User
from service_kit.db.database import Database
from service_kit.identity import Role

from testing.one_service import ON_MARIADB
from testing.rows import contents, counts, outbox_events
from testing.signed_in import Accounts, hashed

ADA = Profile(username="ada", email="ada@example.com", first_name="Ada", last_name="Lovelace")


def register(database: Database, profile: Profile = ADA) -> User:
    return database.write(lambda session: commands.register(session, profile, password_hash=hashed()))


def of(database: Database, user_id: int) -> User:
    found = database.write(lambda session: session.get(User, user_id))
    assert found is not None
    return found


def test_publishes_a_new_account_without_email_and_role(database: Database) -> None:
    user = register(database)
    (event,) = outbox_events(database)
    assert (event["type"], event["subject"], int(event["sequence"])) == (
        "shop.user.created.v1",
        f"user/{user.id}",
        1,
    )
    told = {"id": user.id, "username": "ada", "display_name": "Ada Lovelace", "visitor": False}
    assert event["data"] == told
    assert (user.role, user.kind, user.version) == (Role.CUSTOMER, Kind.ACCOUNT, 1)


@pytest.mark.parametrize("name", ["ada", "ADA", "Ada"])
def test_usernames_are_unique_regardless_of_case(database: Database, name: str) -> None:
    register(database)
    other = register(database, Profile(username="bob", email="bob@example.com"))
    before = contents(database)
    with pytest.raises(UsernameTaken) as refused:
        register(database, Profile(username=name, email="other@example.com"))
    assert refused.value.username == name
    with pytest.raises(UsernameTaken):
        database.write(lambda session: commands.update_profile(session, other.id, ProfilePatch(username=name)))
    assert contents(database) == before


@pytest.mark.parametrize("name", ["Jürgen", "JÜRGEN", "ju\u0308rgen", "Jurgen"])
def test_usernames_of_any_script_are_unique_regardless_of_case_and_accents(database: Database, name: str) -> None:
    register(database, Profile(username="Jürgen", email="jurgen@example.com"))
    before = contents(database)
    with pytest.raises(UsernameTaken):
        register(database, Profile(username=name, email="other@example.com"))
    assert contents(database) == before


def test_a_username_with_another_accent_is_not_found(database: Database) -> None:
    user = register(database, Profile(username="Jürgen", email="jurgen@example.com"))
    for name, found in (("JÜRGEN", user.id), ("ju\u0308rgen", user.id), ("Jurgen", None)):
        assert database.read(lambda reader, name=name: queries.account_id_of(reader, name)) == found  # type: ignore[misc]


def test_emails_ignore_case_but_not_accents(database: Database) -> None:
    register(database, Profile(username="ada", email="žofie@müller.example.com"))
    with pytest.raises(EmailTaken):
        register(database, Profile(username="bob", email="ŽOFIE@MÜLLER.example.com"))
    register(database, Profile(username="eve", email="zofie@muller.example.com"))


@pytest.mark.parametrize("search", ["jürgen", "JURGEN", "MÜLLER", "muller", "ŽOFIE"])
def test_search_finds_each_text_regardless_of_case_and_accents(database: Database, search: str) -> None:
    profile = Profile(username="Jürgen", email="zofie@example.com", first_name="Jörg", last_name="Müller")
    user = register(database, profile)
    register(database)
    changes = ProfilePatch(email="žofie@example.com")
    database.write(lambda session: commands.update_profile(session, user.id, changes))
    statement = queries.matching(["username"], search=search, role=None)
    assert [row.username for row in database.read(lambda reader: reader.execute(statement).all())] == ["Jürgen"]


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@example.com", "Ada@EXAMPLE.com"])
def test_emails_are_unique_regardless_of_case(database: Database, email: str) -> None:
    register(database)
    other = register(database, Profile(username="bob", email="bob@example.com"))
    before = contents(database)
    with pytest.raises(EmailTaken):
        register(database, Profile(username="ada2", email=email))
    with pytest.raises(EmailTaken):
        database.write(lambda session: commands.update_profile(session, other.id, ProfilePatch(email=email)))
    assert contents(database) == before


@pytest.mark.parametrize(
    ("profile", "error"),
    [
        (Profile(username="ADA", email="other@example.com"), UsernameTaken),
        (Profile(username="other", email="ADA@example.com"), EmailTaken),
        (Profile(username="key email", email="other@example.com"), UsernameTaken),
        (Profile(username="other", email="username@example.com"), EmailTaken),
    ],
    ids=str,
)
def test_concurrent_duplicates_raise_the_same_error(
    database: Database, monkeypatch: pytest.MonkeyPatch, profile: Profile, error: type[Exception]
) -> None:
    register(database)
    register(database, Profile(username="key email", email="username@example.com"))
    before = contents(database)
    monkeypatch.setattr(commands, "check_available", lambda *_, **__: None)  # as if it was available at the check
    with pytest.raises(error):
        register(database, profile)
    assert contents(database) == before


async def test_one_of_many_concurrent_registrations_gets_the_username(database: Database) -> None:
    async def attempt(number: int) -> str:
        profile = Profile(username="ada" if number % 2 else "ADA", email=f"{number}@example.com")
        try:
            await database.awrite(lambda session: commands.register(session, profile, password_hash=None))
        except UsernameTaken:
            return "taken"
        return "registered"

    answers = await asyncio.gather(*(attempt(number) for number in range(8)))
    assert sorted(answers) == ["registered"] + ["taken"] * 7
    assert counts(database) == {"user": 1, "outbox": 1}


def test_publishes_a_changed_profile_once(database: Database) -> None:
    user = register(database)
    patch = ProfilePatch(username="countess", first_name="")
    changed = database.write(lambda session: commands.update_profile(session, user.id, patch))
    assert (changed.username, changed.first_name, changed.last_name, changed.version) == (
        "countess",
        "",
        "Lovelace",
        2,
    )
    event = outbox_events(database)[-1]
    assert (event["type"], int(event["sequence"])) == ("shop.user.updated.v1", 2)
    assert event["data"] == {"id": user.id, "username": "countess", "display_name": "Lovelace", "visitor": False}
    before = contents(database)
    database.write(lambda session: commands.update_profile(session, user.id, patch))
    assert contents(database) == before


def test_an_account_can_keep_its_name_or_change_its_case(database: Database) -> None:
    user = register(database)
    patch = ProfilePatch(username="ADA", email="Ada@example.com")
    changed = database.write(lambda session: commands.update_profile(session, user.id, patch))
    assert (changed.username, changed.email) == ("ADA", "Ada@example.com")


def test_publishes_a_new_password_as_a_version_without_the_password(database: Database) -> None:
    user = register(database)
    database.write(lambda session: commands.set_password(session, user.id, "another hash"))
    assert of(database, user.id).version == 2
    assert "hash" not in str(outbox_events(database))


def test_publishes_a_new_role_once(database: Database, accounts: Accounts) -> None:
    user = accounts.add()
    for _ in range(2):
        database.write(lambda session: commands.set_role(session, user.id, Role.STAFF))
    assert (of(database, user.id).role, of(database, user.id).version) == (Role.STAFF, 2)
    (event,) = outbox_events(database)
    assert "role" not in event["data"]


def test_the_last_administrator_cannot_leave(database: Database, accounts: Accounts) -> None:
    user = accounts.add("ada", Role.ADMIN)
    accounts.add("bob", Role.STAFF)
    before = contents(database)
    for role in (Role.STAFF, Role.CUSTOMER):
        with pytest.raises(LastAdmin):
            database.write(lambda session, role=role: commands.set_role(session, user.id, role))  # type: ignore[misc]
    with pytest.raises(LastAdmin):
        database.write(lambda session: commands.delete_account(session, user.id))
    database.write(lambda session: commands.set_role(session, user.id, Role.ADMIN))
    assert contents(database) == before


def test_one_of_two_administrators_can_leave(database: Database, accounts: Accounts) -> None:
    first, second = accounts.add("ada", Role.ADMIN), accounts.add("bob", Role.ADMIN)
    database.write(lambda session: commands.delete_account(session, first.id))
    with pytest.raises(LastAdmin):
        database.write(lambda session: commands.delete_account(session, second.id))


@ON_MARIADB
@pytest.mark.parametrize("repetition", range(5))
def test_two_administrators_cannot_leave_at_once(database: Database, accounts: Accounts, repetition: int) -> None:
    ids = [accounts.add(name, Role.ADMIN).id for name in ("ada", "bob")]

    def go(user_id: int) -> str:
        try:
            database.write(lambda session: commands.set_role(session, user_id, Role.CUSTOMER))
        except LastAdmin:
            return "stays"
        return "goes"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(go, ids)) == ["goes", "stays"]
    assert sorted(of(database, user_id).role for user_id in ids) == [Role.ADMIN, Role.CUSTOMER]


def test_only_the_id_of_a_deleted_account_remains(database: Database) -> None:
    user = register(database)
    database.write(lambda session: commands.delete_account(session, user.id))
    rows = str(contents(database)["user"])
    for known in ("ada", "Ada", "Lovelace", "example.com", hashed()):
        assert known not in rows
    gone = of(database, user.id)
    assert (gone.kind, gone.email, gone.password_hash, gone.version) == (Kind.DELETED, None, None, 2)
    event = outbox_events(database)[-1]
    assert event["data"] == {
        "id": user.id,
        "username": gone.username,
        "display_name": "Deleted user",
        "visitor": False,
    }
    register(database)  # the username is available again


def test_users_without_account_cannot_be_changed_or_deleted(database: Database) -> None:
    visitor = database.write(commands.create_visitor)
    gone = register(database)
    database.write(lambda session: commands.delete_account(session, gone.id))
    before = contents(database)
    for user_id in (visitor.id, gone.id, gone.id + 1000):
        for command in (
            lambda session, key=user_id: commands.update_profile(session, key, ProfilePatch(username="x")),
            lambda session, key=user_id: commands.set_password(session, key, "hash"),
            lambda session, key=user_id: commands.set_role(session, key, Role.ADMIN),
            lambda session, key=user_id: commands.delete_account(session, key),
        ):
            with pytest.raises(UserNotFound):
                database.write(command)
    assert contents(database) == before


def test_republishes_users_in_batches(
    database: Database, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "REPUBLISH_BATCH", 2)
    ids = [database.write(commands.create_visitor).id for _ in range(2)] + [accounts.add().id]
    after: int | None = 0
    while after is not None:
        after = database.write(lambda session, last=after: commands.republish_users(session, last))  # type: ignore[misc]
    told = outbox_events(database)[2:]
    assert [(event["type"], event["data"]["id"], event["data"]["visitor"]) for event in told] == [
        ("shop.user.updated.v1", ids[0], True),
        ("shop.user.updated.v1", ids[1], True),
        ("shop.user.updated.v1", ids[2], False),
    ]
