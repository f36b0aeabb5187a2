"""Accounts of an OpenID Connect provider (Entra ID, Keycloak …), made and updated from its claims at sign-in."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App
from httpx2 import create_ssl_context
from sqlalchemy import Connection, RowMapping, insert, select, update

from kdx_metrics.database import audit
from kdx_metrics.database.actors import Role
from kdx_metrics.database.plain_text import LONGEST_NAME, visible_line
from kdx_metrics.database.schema.identity import person
from kdx_metrics.identity import sessions
from kdx_metrics.identity.people import from_row, is_taken
from kdx_metrics.identity.service import Identity
from kdx_metrics.identity.signing_in import SignInRefused
from kdx_metrics.settings import Settings

CLIENT = "kdx"
DISCOVERY = "/.well-known/openid-configuration"
NO_SUBJECT = "認証サーバーから利用者の情報を受け取れませんでした。"
LONGEST_SUBJECT = 300
NAMELESS = "(氏名なし)"
DISABLED = "このアカウントは利用を停止しています。管理者に確認してください。"


@dataclass(frozen=True, slots=True)
class Groups:
    """Claim that names a person's groups, and the groups of editors and administrators."""

    claim: str
    editors: Collection[str]
    administrators: Collection[str]

    def role(self, claims: Mapping[str, Any]) -> Role:
        """Highest role that a group gives; viewer without any.

        A claim that is neither a list nor a name holds no groups: nobody knows what the provider meant.
        """
        named = claims.get(self.claim)
        listed = [named] if isinstance(named, str) else named if isinstance(named, list) else []
        mine = {group for group in listed if isinstance(group, str)}
        if mine & set(self.administrators):
            return "admin"
        return "editor" if mine & set(self.editors) else "viewer"


def groups(settings: Settings) -> Groups:
    """Groups of the settings."""
    return Groups(settings.oidc_groups_claim, settings.oidc_editor_groups, settings.oidc_admin_groups)


def client(settings: Settings) -> StarletteOAuth2App | None:
    """Authlib's client with discovery, state, nonce and PKCE; None without an issuer. Sends no request yet."""
    if not settings.oidc_issuer:
        return None
    secret = settings.oidc_client_secret.get_secret_value()
    registered: StarletteOAuth2App = OAuth().register(
        CLIENT,
        server_metadata_url=settings.oidc_issuer + DISCOVERY,
        client_id=settings.oidc_client_id,
        client_secret=secret or None,
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "timeout": 10,
            "verify": create_ssl_context(),  # made once, since reading the certificates delays all sessions
            **({} if secret else {"token_endpoint_auth_method": "none"}),
        },
    )
    return registered


def sign_in(
    identity: Identity, issuer: str, claims: Mapping[str, Any], roles: Groups, address: str, old_token: str | None
) -> str:
    """Begin a session for the person whom the checked ID token describes, and return its token.

    The account is made at the first time; name and role follow the provider at each sign-in.
    Raises SignInRefused for an account that is shut out here, StoreUnavailable.
    """
    subject = _text(claims, "sub")[:LONGEST_SUBJECT]
    if not subject:
        raise SignInRefused(NO_SUBJECT)
    now = identity.now()
    token = None
    with identity.store().writing() as connection:
        user = from_row(_updated(connection, issuer, subject, _name(claims), roles.role(claims), now))
        if user.disabled_at is not None:
            audit.record(connection, user.actor(address), "sign_in_refused", user.account, {"by": "oidc"})
        else:
            if old_token:
                sessions.end(connection, old_token, now)
            token = sessions.start(connection, user.id, address, identity.lifetimes, now)
            audit.record(connection, user.actor(address), "sign_in", user.account, {"by": "oidc"})
    if token is None:
        raise SignInRefused(DISABLED)
    identity.forget()
    return token


def _name(claims: Mapping[str, Any]) -> str:
    """First name given by the provider, cut short and without unseen signs, since it comes from outside."""
    given = (visible_line(_text(claims, claim)) for claim in ("name", "preferred_username", "email", "sub"))
    return next((name for name in given if name), NAMELESS)[:LONGEST_NAME]


def _text(claims: Mapping[str, Any], claim: str) -> str:
    value = claims.get(claim)
    return value if isinstance(value, str) else ""


def _updated(connection: Connection, issuer: str, subject: str, name: str, role: Role, now: datetime) -> RowMapping:
    """Row of the person, inserted or updated."""
    mine = select(person).where(person.c.issuer == issuer, person.c.subject == subject).with_for_update()
    row = connection.execute(mine).mappings().first()
    # Local account names hold no colon, so no local account can have this name.
    account = "oidc:" + hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()[:24]
    if is_taken(connection, name, besides=row["id"] if row else None):
        # People may choose their name at the provider, also that of somebody else.
        name = f"{name[: LONGEST_NAME - len(account) - 2]}({account})"
    if row is None:
        connection.execute(
            insert(person).values(
                account=account,
                name=name,
                role=role,
                must_change=False,
                issuer=issuer,
                subject=subject,
                created_at=now,
            )
        )
    elif (row["name"], row["role"]) != (name, role):
        connection.execute(update(person).where(person.c.id == row["id"]).values(name=name, role=role))
    return connection.execute(mine).mappings().one()
