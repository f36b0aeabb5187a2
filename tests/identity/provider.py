"""A real OpenID Connect provider for the tests, on Authlib's authorization server: `python provider.py PORT`.

Discovery, authorization code with PKCE (required), confidential client, RS256. Whoever is on the list signs in with
a button; some of them get an ID token with which something is wrong. FORGED get one that somebody else has made.
"""

# ruff: noqa: ANN401  # Authlib hands over objects without types
from __future__ import annotations

import base64
import hmac
import json
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape
from types import SimpleNamespace
from typing import Any

import anyio
import uvicorn
from authlib.oauth2.rfc6749 import AuthorizationServer, ClientMixin, OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

CLIENT_ID = "kdx"
CLIENT_SECRET = "the client's secret"
PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 0
ISSUER = f"http://127.0.0.1:{PORT}"

# Account → claims. Those of the last three replace what the ID token should say.
PEOPLE: dict[str, dict[str, Any]] = {
    "hanako": {"name": "鹿島 花子", "groups": ["staff", "dx-editors"]},
    "jiro": {"name": "管理 次郎", "groups": ["dx-editors", "dx-admins"]},
    "taro": {"name": "見学 太郎"},
    "replayed": {"nonce": "the nonce of another sign-in"},
    "misdirected": {"aud": ["another-client"]},
    "foreign": {"iss": "https://idp.example"},
    "outdated": {"exp": 1},
}
KEY = RSAKey.generate_key(2048, parameters={"kid": "test", "use": "sig", "alg": "RS256"})
FOREIGN_KEY = RSAKey.generate_key(2048, parameters={"kid": "test", "use": "sig", "alg": "RS256"})


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _unsigned(claims: dict[str, Any], _token: str) -> str:
    return f"{_part({'alg': 'none'})}.{_part(claims)}."


def _hashed(key: bytes, claims: dict[str, Any]) -> str:
    """HS256 with any key: libraries refuse to use a public key so."""
    signed = f"{_part({'alg': 'HS256', 'kid': 'test'})}.{_part(claims)}"
    return f"{signed}.{base64.urlsafe_b64encode(hmac.digest(key, signed.encode(), 'sha256')).rstrip(b'=').decode()}"


def _signed(key: RSAKey, claims: dict[str, Any], **header: Any) -> str:
    return jwt.encode({"alg": "RS256", "kid": "test", **header}, claims, key)


def _tampered(claims: dict[str, Any], token: str) -> str:
    head, _, signature = token.split(".")
    return f"{head}.{_part(claims | {'groups': ['dx-admins']})}.{signature}"


# Account → the ID token made of the claims and the token that it would have got; "" for none at all.
FORGED: dict[str, Callable[[dict[str, Any], str], str]] = {
    "unsigned": _unsigned,
    "signed with the secret": lambda claims, _: _hashed(CLIENT_SECRET.encode(), claims),
    "signed with the public key": lambda claims, _: _hashed(KEY.as_pem(private=False), claims),
    "signed with a foreign key": lambda claims, _: _signed(FOREIGN_KEY, claims),
    "signed with an embedded key": lambda claims, _: _signed(
        FOREIGN_KEY, claims, jwk=FOREIGN_KEY.as_dict(private=False)
    ),
    "tampered": _tampered,
    "for another party": lambda claims, _: _signed(KEY, claims | {"aud": [CLIENT_ID, "other"], "azp": "other"}),
    "not yet valid": lambda claims, _: _signed(KEY, claims | {"nbf": int(time.time()) + 3600}),
    "of tomorrow": lambda claims, _: _signed(KEY, claims | {"iat": int(time.time()) + 86_400}),
    "without a subject": lambda claims, _: _signed(KEY, {name: claims[name] for name in claims if name != "sub"}),
    "without an end": lambda claims, _: _signed(KEY, {name: claims[name] for name in claims if name != "exp"}),
    "absent": lambda _claims, _token: "",
}
PEOPLE |= {account: {"name": "管理 次郎", "groups": ["dx-admins"]} for account in FORGED}


class Client(ClientMixin):
    """The one client that is known here."""

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: Any) -> Any:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.endswith("/auth/callback")

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002  # Authlib's signature
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code:
    """An authorization code and what it was given for."""

    code: str
    redirect_uri: str
    scope: str
    nonce: str
    user: SimpleNamespace
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


CODES: dict[str, Code] = {}


class Grant(AuthorizationCodeGrant):
    """Codes in memory, each good for one token."""

    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]  # noqa: RUF012  # Authlib's attribute

    def save_authorization_code(self, code: str, request: Any) -> None:
        data = request.payload.data
        CODES[code] = Code(
            code,
            data["redirect_uri"],
            data["scope"],
            data.get("nonce", ""),
            request.user,
            data["code_challenge"],
            data["code_challenge_method"],
        )

    def query_authorization_code(self, code: str, client: Any) -> Code | None:  # noqa: ARG002  # Authlib's signature
        return CODES.get(code)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        del CODES[authorization_code.code]

    def authenticate_user(self, authorization_code: Code) -> SimpleNamespace:
        return authorization_code.user


class IdToken(OpenIDCode):
    """The ID token of one of PEOPLE."""

    def resolve_client_private_key(self, client: Any) -> RSAKey:  # noqa: ARG002  # Authlib's signature
        return KEY

    def get_encode_header(self, client: Any) -> dict[str, str]:  # noqa: ARG002  # likewise
        return {"alg": "RS256", "kid": "test"}

    def get_client_claims(self, client: Any) -> dict[str, Any]:  # noqa: ARG002  # likewise
        return {"iss": ISSUER, "aud": [CLIENT_ID]}

    def exists_nonce(self, nonce: str, request: Any) -> bool:  # noqa: ARG002  # likewise
        return any(code.nonce == nonce for code in CODES.values())

    def generate_user_info(self, user: Any, scope: str) -> UserInfo:  # noqa: ARG002  # likewise
        return UserInfo(sub=f"id-of-{user.account}", **PEOPLE[user.account])


class Asked(OAuth2Request):
    """Starlette's request as Authlib wants it."""

    def __init__(self, request: Request, form: dict[str, str]) -> None:
        super().__init__(request.method, str(request.url), headers=request.headers)
        self._args, self._form = dict(request.query_params), form
        self.payload = BasicOAuth2Payload({**self._args, **form})

    @property
    def args(self) -> Any:
        return self._args

    @property
    def form(self) -> Any:
        return self._form


class Provider(AuthorizationServer):
    """Authlib's server on Starlette."""

    def query_client(self, client_id: str) -> Any:
        return Client() if client_id == CLIENT_ID else None

    def save_token(self, token: Any, request: Any) -> None:
        """Nobody asks for it again."""

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""

    def create_oauth2_request(self, request: Any) -> Any:
        return request

    def handle_response(self, status: int, body: Any, headers: Any) -> Response:
        if isinstance(body, dict):
            return JSONResponse(body, status, dict(headers))
        return Response(body, status, dict(headers))


def token_of(**_asked: Any) -> dict[str, Any]:
    """A bearer token that opens nothing."""
    return {"token_type": "Bearer", "access_token": secrets.token_urlsafe(), "expires_in": 60, "scope": "openid"}


SERVER: Any = Provider()
SERVER.register_token_generator("default", token_of)
SERVER.register_grant(Grant, [CodeChallenge(required=True), IdToken(require_nonce=True)])


def discovery(_request: Request) -> Response:
    return JSONResponse(
        {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "code_challenge_methods_supported": ["S256"],
        }
    )


def keys(_request: Request) -> Response:
    return JSONResponse(KeySet([KEY]).as_dict(private=False))


async def authorize(request: Request) -> Response:
    """A button for each person, and 中止 to say no; then back to where the request came from."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    asked = Asked(request, {})
    account = form.get("account")
    if account is None:
        buttons = "".join(f"<button name=account value={escape(name)}>{escape(name)}</button>" for name in PEOPLE)
        action = escape(f"/authorize?{request.url.query}")
        return HTMLResponse(f'<form method=post action="{action}">{buttons}<button name=account value="">中止</button>')
    user = SimpleNamespace(account=account) if account else None
    grant = SERVER.get_consent_grant(asked, user)
    answer: Response = await anyio.to_thread.run_sync(
        partial(SERVER.create_authorization_response, asked, user, grant=grant)
    )
    return answer


async def token(request: Request) -> Response:
    form = {name: str(value) for name, value in (await request.form()).items()}
    code = CODES.get(form.get("code", ""))
    answer: Response = await anyio.to_thread.run_sync(SERVER.create_token_response, Asked(request, form))
    if code is None or code.user.account not in FORGED:
        return answer
    body = json.loads(bytes(answer.body))
    claims = json.loads(base64.urlsafe_b64decode(body["id_token"].split(".")[1] + "=="))
    body["id_token"] = FORGED[code.user.account](claims, body["id_token"])
    return JSONResponse({name: value for name, value in body.items() if value})


app = Starlette(
    routes=[
        Route("/.well-known/openid-configuration", discovery),
        Route("/keys", keys),
        Route("/authorize", authorize, methods=["GET", "POST"]),
        Route("/token", token, methods=["POST"]),
    ]
)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="warning")
