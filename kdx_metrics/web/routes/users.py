"""/admin/users: administrators add people, give roles, shut accounts out and replace forgotten passwords."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kdx_metrics.database.actors import ADMINISTRATORS, ROLE_WORDS, Actor, Role
from kdx_metrics.database.errors import Forbidden, NotPossible
from kdx_metrics.identity import people
from kdx_metrics.identity.people import Person
from kdx_metrics.plan.text import whole_number
from kdx_metrics.web.addresses import address_of
from kdx_metrics.web.forms import FormRefused, Forms, given
from kdx_metrics.web.routes.account import ACCOUNT, in_thread, refusing, signed_in

USERS = "/admin/users"
HEADING = "利用者の管理"
ONLY_ADMINISTRATORS = (
    "この画面は管理者だけが使えます。管理者に依頼するか、管理者のアカウントでサインインし直してください。"
)
WAYS_ON = ((ACCOUNT, "アカウント(サインアウト)へ"), ("/", "ダッシュボードへ"))


def user_routes(forms: Forms) -> list[Route]:
    """The page and its form."""
    routes = UserRoutes(forms)
    return [
        Route(USERS, refusing(forms, routes.show), methods=["GET"]),
        Route(USERS, refusing(forms, routes.change), methods=["POST"]),
    ]


class UserRoutes:
    """The handlers; the role is asked again by `people`, where the write happens."""

    def __init__(self, forms: Forms) -> None:
        self.forms = forms
        self.identity = forms.identity

    async def show(self, request: Request) -> Response:
        """Everybody with an account."""
        person = await signed_in(self.forms, request)
        if isinstance(person, Response):
            return person
        if not person.may(ADMINISTRATORS):
            await in_thread(self._tell, person, address_of(request))
            return self._refused(request)
        return await self._page(request)

    async def change(self, request: Request) -> Response:
        """Do what one of the buttons says, and show everybody again with what came of it."""
        fields = await self.forms.read(request)
        person = await signed_in(self.forms, request)
        if isinstance(person, Response):
            return person
        try:
            message, secret, about = await in_thread(self._done, person.actor(address_of(request)), fields)
        except Forbidden:
            return self._refused(request)
        except NotPossible as error:
            return await self._page(request, 400, error=str(error), given=_as_typed(fields))
        self.identity.forget()
        return await self._page(request, message=message, secret=secret, secret_for=about)

    def _tell(self, person: Person, address: str) -> None:
        self.identity.notice("page_refused", person.account, address, person.actor(address), asked=USERS)

    def _done(self, actor: Actor, fields: dict[str, str]) -> tuple[str, str, str]:
        """The message, and a one-time password with the name of its owner, where one was made."""
        store = self.identity.store()
        action, account, name, role = given(fields, "action", "account", "name", "role")
        if action == "add":
            return "", people.add(store, actor, account, name, _role(role)), name
        person_id = _number(fields.get("id", ""))
        if action == "reset":
            return "", people.reset_password(store, actor, person_id), _name(people.everyone(store), person_id)
        if action == "role":
            people.set_role(store, actor, person_id, _role(role))
        elif action in {"enable", "disable"}:
            people.set_disabled(store, actor, person_id, disabled=action == "disable")
        else:
            raise FormRefused(400, "この操作はできません。")
        return "変更しました。", "", ""

    async def _page(self, request: Request, status: int = 200, **context: object) -> Response:
        everyone = await in_thread(people.everyone, self.identity.store())
        nothing = {"secret": "", "secret_for": "", "given": _as_typed({}), "hours": people.ONE_TIME_HOURS}
        return self.forms.page(request, "users.html", HEADING, status, people=everyone, **(nothing | context))

    def _refused(self, request: Request) -> Response:
        return self.forms.page(request, "message.html", HEADING, 403, error=ONLY_ADMINISTRATORS, links=WAYS_ON)


def _as_typed(fields: dict[str, str]) -> dict[str, str]:
    return {"account": fields.get("account", ""), "name": fields.get("name", ""), "role": fields.get("role", "")}


def _role(word: str) -> Role:
    for role in ROLE_WORDS:
        if role == word:
            return role
    raise FormRefused(400, "権限を選んでください。")


def _number(word: str) -> int:
    number = whole_number(word)
    if number is None:
        raise FormRefused(400, "この操作はできません。")
    return number


def _name(everyone: list[Person], person_id: int) -> str:
    return next((person.name for person in everyone if person.id == person_id), "")
