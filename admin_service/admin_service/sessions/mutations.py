"""The mutations about signing in: each translates its input, runs one use case, and answers in types."""

from typing import Annotated, cast

import strawberry
from service_kit.errors import read_input
from service_kit.graphql.ids import parse_id
from service_kit.graphql.typed_errors import mutation
from strawberry.types import Info

from admin_service.context import Context
from admin_service.sessions import commands
from admin_service.sessions.graphql import SessionDelivery
from admin_service.sessions.results import (
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
from admin_service.sessions.sign_in import Opened
from admin_service.users.graphql import User
from admin_service.users.model import Registration


@strawberry.type
class SessionMutation:
    """The sessions' part of `Mutation`."""

    @mutation("Make an account, and sign in to it.")
    async def register(
        self,
        info: Info[Context, None],
        input: Annotated[RegisterInput, strawberry.argument(description="The account.")],
    ) -> RegisterResult:
        registration = read_input(Registration, vars(input))
        opened = await info.context.sign_in.register(registration, info.context.device)
        token = await _enter(info.context, opened, input.delivery)
        return RegisterSuccess(user=cast("User", opened.user), token=token)

    @mutation("Sign in.")
    async def login(
        self,
        info: Info[Context, None],
        input: Annotated[LoginInput, strawberry.argument(description="Name and password.")],
    ) -> LoginResult:
        opened = await info.context.sign_in.login(input.username, input.password, info.context.device)
        token = await _enter(info.context, opened, input.delivery)
        return LoginSuccess(user=cast("User", opened.user), token=token)

    @mutation("Sign out: end the session that this request is sent with.")
    async def logout(self, info: Info[Context, None]) -> LogoutSuccess:
        digest = info.context.caller.digest
        ended = await info.context.database.awrite(lambda session: commands.end_by_digest(session, digest))
        info.context.leave()
        return LogoutSuccess(sessions=ended)

    @mutation("Sign out everywhere: end all sessions of the user, this one included.")
    async def logout_everywhere(self, info: Info[Context, None]) -> LogoutSuccess:
        user_id = info.context.caller.user_id
        ended = await info.context.database.awrite(lambda session: commands.end_all(session, user_id))
        info.context.leave()
        return LogoutSuccess(sessions=ended)

    @mutation("End one of the user's sessions.")
    async def end_session(
        self,
        info: Info[Context, None],
        input: Annotated[EndSessionInput, strawberry.argument(description="Which session.")],
    ) -> EndSessionResult:
        caller, session_id = info.context.caller, parse_id(input.id)
        ended = await info.context.database.awrite(
            lambda session: commands.end_one(session, caller.user_id, session_id)
        )
        if ended == caller.digest:
            info.context.leave()
        return EndSessionSuccess(id=input.id)

    @mutation("Change the password. All other sessions of the user end.")
    async def change_password(
        self,
        info: Info[Context, None],
        input: Annotated[ChangePasswordInput, strawberry.argument(description="The passwords.")],
    ) -> ChangePasswordResult:
        context = info.context
        ended = await context.sign_in.change_password(
            context.caller, input.current_password, input.new_password, context.device
        )
        return ChangePasswordSuccess(ended_sessions=ended)

    @mutation("Delete the signed-in user's account.")
    async def delete_account(
        self,
        info: Info[Context, None],
        input: Annotated[DeleteAccountInput, strawberry.argument(description="The password.")],
    ) -> DeleteAccountResult:
        context, caller = info.context, info.context.caller
        await context.sign_in.delete_account(caller, input.password, context.device)
        context.leave()
        return DeleteAccountSuccess(id=strawberry.ID(str(caller.user_id)))


async def _enter(context: Context, opened: Opened, delivery: SessionDelivery) -> str | None:
    """Go on as this user. A web page's former session ends: its cookie is replaced."""
    by_cookie = delivery is SessionDelivery.COOKIE
    former = await context.identity.caller() if by_cookie and not context.identity.header else None
    if former is not None:
        await context.sign_in.end(former)
    context.enter(opened, by_cookie=by_cookie)
    return None if by_cookie else opened.token
