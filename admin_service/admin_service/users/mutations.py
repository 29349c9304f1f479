"""The users' mutations: each translates its input, runs one command, and answers in types."""

from typing import Annotated, cast

import strawberry
from service_kit.errors import read_input
from service_kit.graphql.ids import parse_id
from service_kit.graphql.typed_errors import mutation, represents
from service_kit.identity import Role
from strawberry.types import Info

from admin_service.context import Context
from admin_service.graphql_errors import Error, InvalidInput
from admin_service.users import commands, errors
from admin_service.users.graphql import User
from admin_service.users.model import ProfilePatch


@strawberry.input(description="Changes to the caller's profile. What is absent stays as it is.")
class UpdateProfileInput:
    username: str | None = strawberry.field(default=None, description="1 to 50 characters; must be unique.")
    email: str | None = strawberry.field(default=None, description="An e-mail address; must be unique.")
    first_name: str | None = strawberry.field(default=None, description="Up to 100 characters; may be empty.")
    last_name: str | None = strawberry.field(default=None, description="Up to 100 characters; may be empty.")


@strawberry.input(description="Which account is to have which role.")
class SetRoleInput:
    user_id: strawberry.ID = strawberry.field(description="The account.")
    role: Role = strawberry.field(description="The role.")


@represents(errors.UsernameTaken)
@strawberry.type(description="Somebody else has the username.")
class UsernameTaken(Error):
    username: str = strawberry.field(description="The username.")


@represents(errors.EmailTaken)
@strawberry.type(description="There is an account with the e-mail address already.")
class EmailTaken(Error):
    email: str = strawberry.field(description="The e-mail address.")


@represents(errors.UserNotFound, id="user_id")
@strawberry.type(description="There is no account with this id.")
class UserNotFound(Error):
    id: strawberry.ID = strawberry.field(description="The id that was asked for.")


@represents(errors.LastAdmin)
@strawberry.type(description="Without this administrator there would be none.")
class LastAdmin(Error):
    pass


@strawberry.type(description="The profile has been changed.")
class UpdateProfileSuccess:
    user: User = strawberry.field(description="The user as they are now.")


@strawberry.type(description="The account has the role.")
class SetRoleSuccess:
    user: User = strawberry.field(description="The user as they are now.")


UpdateProfileResult = Annotated[
    UpdateProfileSuccess | InvalidInput | UsernameTaken | EmailTaken,
    strawberry.union("UpdateProfileResult", description="What became of `updateProfile`."),
]
SetRoleResult = Annotated[
    SetRoleSuccess | UserNotFound | LastAdmin,
    strawberry.union("SetRoleResult", description="What became of `setRole`."),
]


@strawberry.type
class UserMutation:
    """The users' part of `Mutation`."""

    @mutation("Change the signed-in user's profile.")
    async def update_profile(
        self,
        info: Info[Context, None],
        input: Annotated[UpdateProfileInput, strawberry.argument(description="The changes.")],
    ) -> UpdateProfileResult:
        user_id = info.context.caller.user_id
        patch = read_input(ProfilePatch, {k: v for k, v in vars(input).items() if v is not None})
        user = await info.context.database.awrite(lambda session: commands.update_profile(session, user_id, patch))
        return UpdateProfileSuccess(user=cast("User", user))

    @mutation("Give an account another role.")
    async def set_role(
        self,
        info: Info[Context, None],
        input: Annotated[SetRoleInput, strawberry.argument(description="Which account, and which role.")],
    ) -> SetRoleResult:
        user = await info.context.database.awrite(
            lambda session: commands.set_role(session, parse_id(input.user_id), input.role)
        )
        return SetRoleSuccess(user=cast("User", user))
