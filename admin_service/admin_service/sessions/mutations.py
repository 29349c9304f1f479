"""The mutations of sign-in, sessions and the caller's own account."""

from typing import Annotated, cast

import strawberry
from service_kit.errors import read_input
from service_kit.graphql.ids import parse_id
from service_kit.graphql.typed_errors import mutation
from strawberry.types import Info

from admin_service.context import Context
from admin_service.sessions import commands
from admin_service.sessions.graphql import SessionDelivery
from admin_service.sessions.sign_in import NewSession
from admin_service.sessions.types import (
    ChangePasswordInput,
    ChangePasswordResult,
    ChangePasswordSuccess,
    DeleteAccountInput,
    DeleteAccountResult,
    DeleteAccountSuccess,
    EndSessionInput,
    EndSessionResult,
    EndSessionSuccess,
    LoginInput,
    LoginResult,
    LoginSuccess,
    LogoutSuccess,
    RegisterInput,
    RegisterResult,
    RegisterSuccess,
)
from admin_service.users.graphql import User
from admin_service.users.model import Registration


@strawberry.type
class SessionMutation:
    """The mutations of this slice."""

    @mutation("Creates an account and signs in to it.")
    async def register(
        self,
        info: Info[Context, None],
        input: Annotated[RegisterInput, strawberry.argument(description="The new account.")],
    ) -> RegisterResult:
        registration = read_input(Registration, vars(input))
        opened = await info.context.sign_in.register(registration, info.context.device)
        token = await _start_session(info.context, opened, input.delivery)
        return RegisterSuccess(user=cast("User", opened.user), token=token)

    @mutation("Signs in to an account.")
    async def login(
        self,
        info: Info[Context, None],
        input: Annotated[LoginInput, strawberry.argument(description="The username and password.")],
    ) -> LoginResult:
        opened = await info.context.sign_in.login(input.username, input.password, info.context.device)
        token = await _start_session(info.context, opened, input.delivery)
        return LoginSuccess(user=cast("User", opened.user), token=token)

    @mutation("Signs out: ends the session of this request.")
    async def logout(self, info: Info[Context, None]) -> LogoutSuccess:
        digest = info.context.caller.digest
        ended = await info.context.database.awrite(lambda session: commands.end_by_digest(session, digest))
        info.context.clear_caller()
        return LogoutSuccess(sessions=ended)

    @mutation("Signs out everywhere: ends all sessions of the user, including this one.")
    async def logout_everywhere(self, info: Info[Context, None]) -> LogoutSuccess:
        user_id = info.context.caller.user_id
        ended = await info.context.database.awrite(lambda session: commands.end_all(session, user_id))
        info.context.clear_caller()
        return LogoutSuccess(sessions=ended)

    @mutation("Ends one of the user's sessions.")
    async def end_session(
        self,
        info: Info[Context, None],
        input: Annotated[EndSessionInput, strawberry.argument(description="The session to end.")],
    ) -> EndSessionResult:
        caller, session_id = info.context.caller, parse_id(input.id)
        ended = await info.context.database.awrite(
            lambda session: commands.end_one(session, caller.user_id, session_id)
        )
        if ended == caller.digest:
            info.context.clear_caller()
        return EndSessionSuccess(id=input.id)

    @mutation("Changes the password and ends all other sessions of the user.")
    async def change_password(
        self,
        info: Info[Context, None],
        input: Annotated[
            ChangePasswordInput, strawberry.argument(description="The current and the new password.")
        ],
    ) -> ChangePasswordResult:
        context = info.context
        ended = await context.sign_in.change_password(
            context.caller, input.current_password, input.new_password, context.device
        )
        return ChangePasswordSuccess(ended_sessions=ended)

    @mutation("Deletes the account of the signed-in user.")
    async def delete_account(
        self,
        info: Info[Context, None],
        input: Annotated[DeleteAccountInput, strawberry.argument(description="The password, for confirmation.")],
    ) -> DeleteAccountResult:
        context, caller = info.context, info.context.caller
        await context.sign_in.delete_account(caller, input.password, context.device)
        context.clear_caller()
        return DeleteAccountSuccess(id=strawberry.ID(str(caller.user_id)))


async def _start_session(context: Context, opened: NewSession, delivery: SessionDelivery) -> str | None:
    """Makes the user the caller of the request. Ends the previous session if its cookie is replaced."""
    by_cookie = delivery is SessionDelivery.COOKIE
    previous = await context.identity.caller() if by_cookie and not context.identity.header else None
    if previous is not None:
        await context.sign_in.end(previous)
    context.set_caller(opened, by_cookie=by_cookie)
    return None if by_cookie else opened.token
