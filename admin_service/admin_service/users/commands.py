"""The use cases of users. Each function runs in the unit of work of the code that calls it."""

from service_kit.db.database import Reader
from service_kit.events import outbox
from service_kit.identity import Role
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from admin_service.users import errors, events, queries
from admin_service.users.model import Kind, Profile, ProfilePatch, User, email_key, username_key

REPUBLISH_BATCH = 500


def register(session: Session, profile: Profile, *, password_hash: str | None, role: Role = Role.CUSTOMER) -> User:
    """Creates an account. Without a password, nobody can sign in to it. Raises UsernameTaken, EmailTaken."""
    user = User.register(profile, password_hash=password_hash)
    user.role = role
    check_available(session, username=user.username, email=user.email)
    session.add(user)
    _flush(session, user)
    outbox.record(session, events.created(user))
    return user


def update_profile(session: Session, user_id: int, patch: ProfilePatch) -> User:
    """Updates a profile. Raises UserNotFound, UsernameTaken, EmailTaken."""
    user = lock_account(session, user_id)
    check_available(session, username=patch.username, email=patch.email, except_user_id=user_id)
    if user.change(patch):
        _flush(session, user)
        outbox.record(session, events.updated(user))
    return user


def set_password(session: Session, user_id: int, password_hash: str) -> User:
    """Sets the password of an account. Raises UserNotFound."""
    user = lock_account(session, user_id)
    user.set_password(password_hash)
    outbox.record(session, events.updated(user))
    return user


def set_role(session: Session, user_id: int, role: Role) -> User:
    """Sets the role of an account. Raises UserNotFound, LastAdmin."""
    user = lock_account(session, user_id)
    if role is not Role.ADMIN:
        _keep_an_admin(session, user)
    if user.set_role(role):
        outbox.record(session, events.updated(user))
    return user


def delete_account(session: Session, user_id: int) -> None:
    """Deletes the personal data of an account. Its likes and orders stay. Raises UserNotFound, LastAdmin."""
    user = lock_account(session, user_id)
    _keep_an_admin(session, user)
    user.anonymise()
    outbox.record(session, events.updated(user))


def create_visitor(session: Session, username: str | None = None) -> User:
    """Creates a visitor: a user without an account."""
    user = User.new_visitor(username)
    session.add(user)
    session.flush()
    outbox.record(session, events.created(user))
    return user


def pick_visitor(session: Session) -> int:
    """Returns the ID of a random visitor. Creates one if there is none."""
    visitor_id = queries.random_visitor(session)
    return create_visitor(session).id if visitor_id is None else visitor_id


def republish_users(session: Session, after: int) -> int | None:
    """Republishes the next users. Returns the last ID, or None at the end."""
    users = queries.users_after(session, after, limit=REPUBLISH_BATCH)
    outbox.record(session, *(events.updated(user) for user in users))
    return users[-1].id if users else None


def lock_account(session: Session, user_id: int) -> User:
    """Locks and returns the account. Raises UserNotFound."""
    user = session.get(User, user_id, with_for_update=True)
    if user is None or user.kind != Kind.ACCOUNT:
        raise errors.UserNotFound(user_id)
    return user


def _keep_an_admin(session: Session, user: User) -> None:
    """Raises LastAdmin if no other administrator can sign in. Locks all, so that two cannot leave at once."""
    if user.role != Role.ADMIN:
        return
    admins = select(col(User.id)).where(
        col(User.role) == Role.ADMIN, col(User.kind) == Kind.ACCOUNT, col(User.password_hash).is_not(None)
    )
    if not set(session.scalars(admins.with_for_update())) - {user.id}:
        raise errors.LastAdmin


def check_available(session: Reader, *, username: str | None, email: str | None, except_user_id: int = 0) -> None:
    """Raises UsernameTaken, EmailTaken. Concurrent requests are caught by the constraints of the table."""
    others = select(col(User.id)).where(col(User.id) != except_user_id)
    if username is not None:
        same_name = others.where(col(User.username_key) == username_key(username))
        if session.execute(same_name).first():
            raise errors.UsernameTaken(username)
    if email is not None:
        same_email = others.where(col(User.email_key) == email_key(email))
        if session.execute(same_email).first():
            raise errors.EmailTaken(email)


def _flush(session: Session, user: User) -> None:
    username, email = user.username, user.email or ""
    try:
        session.flush()
    except IntegrityError as error:
        # Every database puts the constraint at the end of the message. User input can come before it.
        is_email = str(error.orig).rstrip("'\")").endswith("email_key")
        raise errors.EmailTaken(email) if is_email else errors.UsernameTaken(username) from error
