"""Accounts of an OpenID Connect provider (Entra ID, Keycloak …): whom its claims describe, and their sessions."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App
from httpx2 import create_ssl_context
from sqlalchemy import Connection, RowMapping, insert, select, update

from kdx_metrics.database import audit
from kdx_metrics.database.actors import Role
from kdx_metrics.database.schema.identity import person
from kdx_metrics.identity import sessions
from kdx_metrics.identity.people import NAME_LENGTH, from_row
from kdx_metrics.identity.service import Identity
from kdx_metrics.identity.signing_in import SignInRefused
from kdx_metrics.settings import Settings

CLIENT = "kdx"
DISCOVERY = "/.well-known/openid-configuration"
NO_SUBJECT = "認証サーバーから利用者の情報を受け取れませんでした。"
DISABLED = "このアカウントは利用を停止しています。管理者に確認してください。"


@dataclass(frozen=True, slots=True)
class Groups:
    """Which claim names a person's groups, and which groups make editors and administrators."""

    claim: str
    editors: Collection[str]
    administrators: Collection[str]

    def role(self, claims: Mapping[str, Any]) -> Role:
        """The highest role that a group gives; without one, viewer."""
        named = claims.get(self.claim) or ()
        mine = {named} if isinstance(named, str) else {str(group) for group in named}
        if mine & set(self.administrators):
            return "admin"
        return "editor" if mine & set(self.editors) else "viewer"


def groups(settings: Settings) -> Groups:
    """What the settings say."""
    return Groups(settings.oidc_groups_claim, settings.oidc_editor_groups, settings.oidc_admin_groups)


def client(settings: Settings) -> StarletteOAuth2App | None:
    """Authlib's client with discovery, state, nonce and PKCE; None where no issuer is set. Asks nobody yet."""
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
            "verify": create_ssl_context(),  # made once: reading the certificates holds up every session for a moment
            **({} if secret else {"token_endpoint_auth_method": "none"}),
        },
    )
    return registered


def sign_in(
    identity: Identity, issuer: str, claims: Mapping[str, Any], roles: Groups, address: str, old_token: str | None
) -> str:
    """Begin a session for whom the checked ID token describes, and return its token.

    The account is made at the first time; name and role follow the provider at each sign-in.
    Raises SignInRefused for an account that is shut out here, StoreUnavailable.
    """
    subject = str(claims.get("sub") or "")[:300]
    if not subject:
        raise SignInRefused(NO_SUBJECT)
    name = str(claims.get("name") or claims.get("preferred_username") or claims.get("email") or subject)[:NAME_LENGTH]
    now = identity.now()
    refused = False
    with identity.store().writing() as connection:
        found = from_row(_kept(connection, identity, issuer, subject, name, roles.role(claims)))
        if found.disabled_at is not None:
            refused = True
            token = ""
            audit.record(connection, found.actor(address), "sign_in_refused", found.account, {"by": "oidc"})
        else:
            if old_token:
                sessions.end(connection, old_token, now)
            token = sessions.start(connection, found.id, address, identity.lifetimes, now)
            audit.record(connection, found.actor(address), "sign_in", found.account, {"by": "oidc"})
    if refused:
        raise SignInRefused(DISABLED)
    identity.forget()
    return token


def _kept(connection: Connection, identity: Identity, issuer: str, subject: str, name: str, role: Role) -> RowMapping:
    """The person's row, made or brought up to date."""
    mine = select(person).where(person.c.issuer == issuer, person.c.subject == subject).with_for_update()
    row = connection.execute(mine).mappings().first()
    if row is None:
        # Local account names hold no colon, so nobody can be given the name of somebody at the provider.
        account = "oidc:" + hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()[:24]
        connection.execute(
            insert(person).values(
                account=account,
                name=name,
                role=role,
                must_change=False,
                issuer=issuer,
                subject=subject,
                created_at=identity.now(),
            )
        )
    elif (row["name"], row["role"]) != (name, role):
        connection.execute(update(person).where(person.c.id == row["id"]).values(name=name, role=role))
    return connection.execute(mine).mappings().one()
