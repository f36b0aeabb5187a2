"""The routes of one's own account: /sign-in, /sign-out, /account and /account/password."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kdx_metrics.database.errors import StoreUnavailable
from kdx_metrics.identity import devices, passwords, signing_in
from kdx_metrics.identity.people import Person, normal_account
from kdx_metrics.identity.signing_in import SignInRefused, TooManyAttempts
from kdx_metrics.web import metrics
from kdx_metrics.web.addresses import address_of, safe_next, see_other, with_next
from kdx_metrics.web.cookies import drop_session, keep_device, keep_session
from kdx_metrics.web.csrf import is_foreign
from kdx_metrics.web.forms import FormRefused, Forms, given

SIGN_IN = "/sign-in"
SIGN_OUT = "/sign-out"
ACCOUNT = "/account"
PASSWORD = "/account/password"  # noqa: S105  # an address

HEADING = "サインイン"
PASSWORD_HEADING = "パスワードの変更"  # noqa: S105  # a heading
AWAY = "いまは利用できません。"
DIFFERENT = "新しいパスワードと確認用の入力が一致していません。3つの欄をもう一度入力してください。"
NOT_LOCAL = "パスワードは、共通アカウントの認証サーバーで変更してください。"
HALF_HEADING = "このブラウザーからサインアウトしました"
HALF_OUT = (
    "データベースに接続できないため、セッションは有効期限まで残ります。共用のパソコンではブラウザーも閉じてください。"
)
TROUBLES = {
    "expired": "前回の操作から時間がたったため、サインアウトしました。もう一度サインインしてください。",
    "revoked": "サインアウトしました。続けるには、もう一度サインインしてください。",
}
# Each check of a password takes 64 MiB and a good part of a second: a flood must wait in line.
HASHING = CapacityLimiter(2)

Result = TypeVar("Result")
Handler = Callable[[Request], Awaitable[Response]]


def account_routes(forms: Forms, *, oidc: bool, open_to_all: bool) -> list[Route]:
    """Sign-in, sign-out and one's own password; `oidc` offers the provider's accounts, `open_to_all` just looking."""
    return AccountRoutes(forms, oidc=oidc, open_to_all=open_to_all).routes()


class AccountRoutes:
    """The handlers, with what they share."""

    def __init__(self, forms: Forms, *, oidc: bool, open_to_all: bool) -> None:
        self.forms = forms
        self.identity = forms.identity
        self.oidc = oidc
        self.open_to_all = open_to_all

    def routes(self) -> list[Route]:
        """Each address with its methods; whoever has no session is sent to sign in first."""
        return [
            Route(SIGN_IN, self.show_sign_in, methods=["GET"]),
            Route(SIGN_IN, refusing(self.forms, self.sign_in), methods=["POST"]),
            Route(SIGN_OUT, self.to_account, methods=["GET"]),
            Route(SIGN_OUT, refusing(self.forms, self.sign_out), methods=["POST"]),
            Route(ACCOUNT, self.show_account, methods=["GET"]),
            Route(PASSWORD, self.show_password, methods=["GET"]),
            Route(PASSWORD, refusing(self.forms, self.change_password), methods=["POST"]),
        ]

    async def show_sign_in(self, request: Request) -> Response:
        """The form, or straight on for whoever is signed in already."""
        next_address = safe_next(request.query_params.get("next", "/"))
        checked = await in_thread(self.identity.check, request.cookies, address_of(request))
        if checked.person is not None:
            return see_other(next_address)
        return self._sign_in_page(request, next_address, message=TROUBLES.get(checked.trouble, ""))

    async def sign_in(self, request: Request) -> Response:
        """Check name and password; a session the browser had before ends, whoever's it was."""
        fields = await self.forms.read(request)
        account, password, next_address = given(fields, "account", "password", "next")
        begin = partial(
            signing_in.sign_in,
            self.identity,
            account,
            password,
            address_of(request),
            old_token=self.identity.token(request.cookies),
            device=devices.device_of(request.cookies, normal_account(account), self.identity.key),
        )
        try:
            token = await in_thread(begin, limiter=HASHING)
        except SignInRefused as error:
            status = _status(error, 401)
            return self._sign_in_page(request, safe_next(next_address), status, account=account, error=str(error))
        response = see_other(safe_next(next_address))
        keep_session(response, self.identity, token)
        keep_device(response, normal_account(account), self.identity.key)
        return response

    async def to_account(self, _request: Request) -> Response:
        """Signing out takes a button: an address alone must not do it."""
        return see_other(ACCOUNT)

    async def sign_out(self, request: Request) -> Response:
        """End the session, in the store and in the browser."""
        await self.forms.read(request)
        token = self.identity.token(request.cookies)
        checked = await in_thread(self.identity.check, request.cookies, address_of(request))
        response = self.forms.page(request, "message.html", "サインアウトしました")
        if checked.person is not None and token is not None:
            try:
                await in_thread(signing_in.sign_out, self.identity, token, checked.person, address_of(request))
            except StoreUnavailable:
                response = self.forms.page(request, "message.html", HALF_HEADING, 503, error=HALF_OUT)
        drop_session(response)
        return response

    async def show_account(self, request: Request) -> Response:
        """The signed-in account, and what there is to do."""
        person = await signed_in(self.forms, request)
        if isinstance(person, Response):
            return person
        return self.forms.page(request, "account.html", "アカウント", person=person)

    async def show_password(self, request: Request) -> Response:
        """The form for a new password."""
        person = await signed_in(self.forms, request, password_may_be_one_time=True)
        if isinstance(person, Response):
            return person
        return self._password_page(request, person, safe_next(request.query_params.get("next", "/")))

    async def change_password(self, request: Request) -> Response:
        """Take the new password; every other session of the person ends."""
        fields = await self.forms.read(request)
        person = await signed_in(self.forms, request, password_may_be_one_time=True)
        if isinstance(person, Response):
            return person
        old, new, again, next_address = given(fields, "old", "new", "again", "next")
        next_address = safe_next(next_address)
        if not person.local:
            return self._password_page(request, person, next_address, 400, NOT_LOCAL)
        if new != again:
            return self._password_page(request, person, next_address, 400, DIFFERENT)
        try:
            token = await in_thread(
                signing_in.change_password, self.identity, person, old, new, address_of(request), limiter=HASHING
            )
        except SignInRefused as error:
            return self._password_page(request, person, next_address, _status(error, 400), str(error))
        response = see_other(next_address)
        keep_session(response, self.identity, token)
        return response

    def _sign_in_page(self, request: Request, next_address: str, status: int = 200, **context: str) -> Response:
        shown = {"account": "", "next": next_address} | context
        return self.forms.page(request, "sign_in.html", HEADING, status, oidc=self.oidc, open=self.open_to_all, **shown)

    def _password_page(
        self, request: Request, person: Person, next_address: str, status: int = 200, error: str = ""
    ) -> Response:
        return self.forms.page(
            request,
            "password.html",
            PASSWORD_HEADING,
            status,
            person=person,
            next=next_address,
            error=error,
            shortest=passwords.SHORTEST,
        )


def _status(error: SignInRefused, otherwise: int) -> int:
    """Status of a refusal; refusals for too many attempts are counted for the operator."""
    if not isinstance(error, TooManyAttempts):
        return otherwise
    metrics.SIGN_INS_LOCKED.inc()
    return 429


def refusing(forms: Forms, handler: Handler) -> Handler:
    """The handler, with a page for a form that is not taken and for a store that is away."""

    async def handle(request: Request) -> Response:
        try:
            return await handler(request)
        except FormRefused as error:
            if is_foreign(request.headers, forms.allowed_origins):
                await in_thread(forms.identity.notice, "cross_site_refused", request.url.path, address_of(request))
            return forms.page(request, "message.html", "受け付けられませんでした", error.status, error=str(error))
        except StoreUnavailable as error:
            return forms.page(request, "message.html", AWAY, 503, error=str(error))

    return handle


async def signed_in(forms: Forms, request: Request, *, password_may_be_one_time: bool = False) -> Person | Response:
    """The signed-in person, or a redirect to the sign-in or to the change of a one-time password."""
    checked = await in_thread(forms.identity.check, request.cookies, address_of(request))
    if checked.trouble == "unavailable":
        return forms.page(request, "message.html", AWAY, 503, error="データベースに接続できません。")
    if checked.person is None:
        return see_other(with_next(SIGN_IN, request.url.path))
    if checked.person.must_change and not password_may_be_one_time:
        return see_other(with_next(PASSWORD, request.url.path))
    return checked.person


async def in_thread(work: Callable[..., Result], *args: object, limiter: CapacityLimiter | None = None) -> Result:
    """Run what waits for the store or for a hash where it holds up nobody else."""
    return await to_thread.run_sync(partial(work, *args), limiter=limiter)
