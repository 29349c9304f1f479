"""The mutations of profiles and roles."""

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


@strawberry.input(description="Changes to the caller's profile. Absent fields stay unchanged.")
class UpdateProfileInput:
    username: str | None = strawberry.field(
        default=None, description="The username: 1 to 50 characters. Must be unique."
    )
    email: str | None = strawberry.field(default=None, description="The e-mail address. Must be unique.")
    first_name: str | None = strawberry.field(default=None, description="The first name: up to 100 characters.")
    last_name: str | None = strawberry.field(default=None, description="The last name: up to 100 characters.")


@strawberry.input(description="The new role of an account.")
class SetRoleInput:
    user_id: strawberry.ID = strawberry.field(description="The ID of the account.")
    role: Role = strawberry.field(description="The new role.")


@represents(errors.UsernameTaken)
@strawberry.type(description="Another user already has the username.")
class UsernameTaken(Error):
    username: str = strawberry.field(description="The username.")


@represents(errors.EmailTaken)
@strawberry.type(description="Another account already has the e-mail address.")
class EmailTaken(Error):
    email: str = strawberry.field(description="The e-mail address.")


@represents(errors.UserNotFound, id="user_id")
@strawberry.type(description="No account has this ID.")
class UserNotFound(Error):
    id: strawberry.ID = strawberry.field(description="The requested ID.")


@represents(errors.LastAdmin)
@strawberry.type(description="The account is the last administrator, who must stay.")
class LastAdmin(Error):
    pass


@strawberry.type(description="The profile has been updated.")
class UpdateProfileSuccess:
    user: User = strawberry.field(description="The updated user.")


@strawberry.type(description="The role has been assigned.")
class SetRoleSuccess:
    user: User = strawberry.field(description="The updated user.")


UpdateProfileResult = Annotated[
    UpdateProfileSuccess | InvalidInput | UsernameTaken | EmailTaken,
    strawberry.union("UpdateProfileResult", description="The result of `updateProfile`."),
]
SetRoleResult = Annotated[
    SetRoleSuccess | UserNotFound | LastAdmin,
    strawberry.union("SetRoleResult", description="The result of `setRole`."),
]


@strawberry.type
class UserMutation:
    """The mutations of this slice."""

    @mutation("Updates the profile of the signed-in user.")
    async def update_profile(
        self,
        info: Info[Context, None],
        input: Annotated[UpdateProfileInput, strawberry.argument(description="The changes.")],
    ) -> UpdateProfileResult:
        user_id = info.context.caller.user_id
        patch = read_input(ProfilePatch, {k: v for k, v in vars(input).items() if v is not None})
        user = await info.context.database.awrite(lambda session: commands.update_profile(session, user_id, patch))
        return UpdateProfileSuccess(user=cast("User", user))

    @mutation("Assigns a role to an account.")
    async def set_role(
        self,
        info: Info[Context, None],
        input: Annotated[SetRoleInput, strawberry.argument(description="The account and the role.")],
    ) -> SetRoleResult:
        user = await info.context.database.awrite(
            lambda session: commands.set_role(session, parse_id(input.user_id), input.role)
        )
        return SetRoleSuccess(user=cast("User", user))
