"""What can be done to users: one function a use case, each in the caller's unit of work."""

from service_kit.db.database import Reader
from service_kit.events import outbox
from service_kit.identity import Role
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from admin_service.users import events, queries
from admin_service.users.errors import EmailTaken, LastAdmin, UsernameTaken, UserNotFound
from admin_service.users.model import Kind, Profile, ProfilePatch, User, email_key, username_key

REPUBLISH_BATCH = 500


def register(session: Session, profile: Profile, *, password_hash: str | None, role: Role = Role.CUSTOMER) -> User:
    """Add an account; without a password nobody can sign in to it. Raises UsernameTaken, EmailTaken."""
    user = User.register(profile, password_hash=password_hash)
    user.role = role
    check_free(session, username=user.username, email=user.email)
    session.add(user)
    _flush(session, user)
    outbox.record(session, events.created(user))
    return user


def update_profile(session: Session, user_id: int, patch: ProfilePatch) -> User:
    """Change what somebody says of themself. Raises UserNotFound, UsernameTaken, EmailTaken."""
    user = get_account(session, user_id)
    check_free(session, username=patch.username, email=patch.email, but=user_id)
    if user.change(patch):
        _flush(session, user)
        outbox.record(session, events.updated(user))
    return user


def set_password(session: Session, user_id: int, password_hash: str) -> User:
    """Have somebody sign in by another password. Raises UserNotFound."""
    user = get_account(session, user_id)
    user.set_password(password_hash)
    outbox.record(session, events.updated(user))
    return user


def set_role(session: Session, user_id: int, role: Role) -> User:
    """Give an account another role. Raises UserNotFound, LastAdmin."""
    user = get_account(session, user_id)
    if role is not Role.ADMIN:
        _keep_an_admin(session, user)
    if user.promote(role):
        outbox.record(session, events.updated(user))
    return user


def delete_account(session: Session, user_id: int) -> None:
    """Forget whose account it was; its likes and orders stay, as nobody's. Raises UserNotFound, LastAdmin."""
    user = get_account(session, user_id)
    _keep_an_admin(session, user)
    user.anonymise()
    outbox.record(session, events.updated(user))


def create_visitor(session: Session, username: str | None = None) -> User:
    """Add a user for somebody who is new here and has no account."""
    user = User.visit(username)
    session.add(user)
    session.flush()
    outbox.record(session, events.created(user))
    return user


def draw_visitor(session: Session) -> int:
    """The id of a random visitor; the first one is made where there is none."""
    drawn = queries.random_visitor(session)
    return create_visitor(session).id if drawn is None else drawn


def republish_users(session: Session, after: int) -> int | None:
    """Tell of the next users after this id as they are now; returns the last one's id, or None at the end."""
    users = queries.users_after(session, after, limit=REPUBLISH_BATCH)
    outbox.record(session, *(events.updated(user) for user in users))
    return users[-1].id if users else None


def get_account(session: Session, user_id: int) -> User:
    """The account, locked until the unit of work ends. Raises UserNotFound."""
    user = session.get(User, user_id, with_for_update=True)
    if user is None or user.kind != Kind.ACCOUNT:
        raise UserNotFound(user_id)
    return user


def _keep_an_admin(session: Session, user: User) -> None:
    """Raise LastAdmin where no other can sign in. All are locked, so that two cannot go at once."""
    if user.role != Role.ADMIN:
        return
    admins = select(col(User.id)).where(
        col(User.role) == Role.ADMIN, col(User.kind) == Kind.ACCOUNT, col(User.password_hash).is_not(None)
    )
    if not set(session.scalars(admins.with_for_update())) - {user.id}:
        raise LastAdmin


def check_free(session: Reader, *, username: str | None, email: str | None, but: int = 0) -> None:
    """Say which of the two is taken. Who comes at the same moment is caught by the tables' constraints."""
    others = select(col(User.id)).where(col(User.id) != but)
    if username is not None:
        same_name = others.where(col(User.username_key) == username_key(username))
        if session.execute(same_name).first():
            raise UsernameTaken(username)
    if email is not None:
        same_email = others.where(col(User.email_key) == email_key(email))
        if session.execute(same_email).first():
            raise EmailTaken(email)


def _flush(session: Session, user: User) -> None:
    username, email = user.username, user.email or ""
    try:
        session.flush()
    except IntegrityError as error:
        # Each database names the constraint at the end; before it may be what somebody typed.
        is_email = str(error.orig).rstrip("'\")").endswith("email_key")
        raise EmailTaken(email) if is_email else UsernameTaken(username) from error
