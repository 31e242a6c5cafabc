"""Who may write: a signed-in address on the list, or a person at the machine on which the server runs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address

from channels.terms import Ordered

LOGIN = ("redirect_uri", "client_id", "client_secret", "server_metadata_url")
"""What Streamlit's login needs beside the secret of its cookies."""
SHORTEST_SECRET = 32
"""Characters: a guessed secret of the cookies lets its finder sign in as anybody."""
OWN_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


class Role(Ordered):
    """What a steward may do."""

    ENTER = "enter"
    CHECK = "check"
    PUBLISH = "publish"


class DeskAccess(Ordered):
    """Where the steward's page exists: nowhere, for those who sign in, or at this machine too."""

    NONE = "none"
    LOGIN = "login"
    HERE = "here"


class LoginFault(Ordered):
    """What is wrong with the secrets of a login, so that nobody writes."""

    UNREADABLE = "unreadable"
    NO_LOGIN = "no_login"
    NO_LIST = "no_list"
    INCOMPLETE = "incomplete"
    SHORT_SECRET = "short_secret"


@dataclass(frozen=True, slots=True)
class Steward:
    """Who writes. `name` None: the person at this machine, who then says a name with every write."""

    name: str | None
    roles: frozenset[Role]

    def may(self, role: Role) -> bool:
        """Whether this person may do that."""
        return role in self.roles


AT_THIS_MACHINE = Steward(None, frozenset(Role))


def desk(asked: str, *, address: str, hosts: Iterable[str], proxies: Iterable[str]) -> DeskAccess:
    """Where the page exists for a server at an address that answers to some names.

    `asked` "none" = nowhere, "login" = for those who sign in, whatever else holds. Without a login it
    exists only where nobody but this machine can reach the server: bound to loopback, by its own names
    alone, behind no proxy.
    """
    if asked in (DeskAccess.NONE, DeskAccess.LOGIN):
        return DeskAccess(asked)
    names = set(hosts)
    is_own = names and all(is_loopback(name) for name in names) and not tuple(proxies)
    return DeskAccess.HERE if is_own and is_loopback(address) else DeskAccess.LOGIN


def is_loopback(name: str) -> bool:
    """Whether a host's name, as in a `Host` header with or without its port, is this machine's own."""
    bare = name.strip().lower()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    if bare in OWN_NAMES:
        return True
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return False


def at_this_machine(where: DeskAccess, host: str, *, has_key: bool) -> Steward | None:
    """The person at this machine; None where the server speaks against it, or without the key of this start.

    `host` is the name by which the server was called, `has_key` whether the browser was given the key.
    """
    return AT_THIS_MACHINE if where is DeskAccess.HERE and is_loopback(host) and has_key else None


def signed_in(allowed: object, email: object, *, verified: object) -> Steward | None:
    """The steward with a verified address on the list of addresses and roles; None for anybody else."""
    if not isinstance(allowed, Mapping) or not isinstance(email, str) or verified is not True:
        return None
    roles = {str(address).casefold(): given for address, given in allowed.items()}.get(email.casefold())
    if not isinstance(roles, (list, tuple)):
        return None
    known = frozenset(role for role in Role if role in roles)
    return Steward(email.casefold(), known) if known else None


def login_fault(secrets: Mapping[str, object] | None) -> LoginFault | None:
    """What stops the login; None where nothing does, or where none is set up at all."""
    if secrets is None:
        return LoginFault.UNREADABLE
    if not {"auth", "stewards"} & secrets.keys():
        return None
    if "auth" not in secrets:
        return LoginFault.NO_LOGIN
    if "stewards" not in secrets:
        return LoginFault.NO_LIST
    auth = secrets["auth"]
    if not isinstance(auth, Mapping) or not all(auth.get(name) for name in LOGIN):
        return LoginFault.INCOMPLETE
    return LoginFault.SHORT_SECRET if len(str(auth.get("cookie_secret", ""))) < SHORTEST_SECRET else None


def writer(
    where: DeskAccess,
    secrets: Mapping[str, object] | None,
    user: Mapping[str, object],
    host: str,
    *,
    has_key: bool,
) -> tuple[bool, Steward | None]:
    """Whether there is a login for stewards, and who may write now.

    `secrets` None: they cannot be read. A slip of the pen in them opens the page to nobody; where a login
    is set up, nobody writes without it. `user`: whom the login knows, with what it says of them. `host` and
    `has_key` as in `at_this_machine`.
    """
    if where is DeskAccess.NONE or secrets is None or login_fault(secrets) is not None:
        return False, None
    if "auth" not in secrets:
        return False, at_this_machine(where, host, has_key=has_key)
    if user.get("is_logged_in") is not True:
        return True, None
    return True, signed_in(secrets.get("stewards"), user.get("email"), verified=user.get("email_verified"))
