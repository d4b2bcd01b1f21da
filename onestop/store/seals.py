"""Sealing and keyed hashing with the server's one key.

Sealed: what must be read again (identity numbers, receipt secrets, the facts of papers). Hashed with
the key: what is only looked up or compared. Each purpose has a key of its own, derived from the one.
"""

import base64
import hashlib
import hmac
import os

from cryptography.fernet import Fernet

from onestop import chance
from onestop.errors import SettingWrong
from onestop.settings import Settings

_LEAST_KEY = 32


class Seals:
    """The server's key in use."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._derived: dict[str, hmac.HMAC] = {}
        self._fernet = Fernet(base64.urlsafe_b64encode(self._derive("seal")))

    def _derive(self, purpose: str) -> bytes:
        return hmac.digest(self._key, b"onestop:" + purpose.encode(), "sha256")

    def _keyed(self, purpose: str, text: str) -> bytes:
        """Hash a text with the purpose's key.

        Why not `hmac.digest`: it lets go of the interpreter for every short text, and on a busy server waits
        to have it back as long as a whole request takes. A copy of the keyed beginning does not.
        """
        begun = self._derived.get(purpose)
        if begun is None:
            begun = self._derived[purpose] = hmac.new(self._derive(purpose), None, "sha256")
        hashing = begun.copy()
        hashing.update(text.encode())
        return hashing.digest()

    def seal(self, text: str) -> str:
        """Seal a text; the same text gives another seal each time."""
        return self._fernet.encrypt(text.encode()).decode()

    def unseal(self, sealed: str) -> str:
        """Read a sealed text."""
        return self._fernet.decrypt(sealed.encode()).decode()

    def fingerprint(self, purpose: str, text: str) -> str:
        """Hash a text with the purpose's key: 64 hexadecimal characters."""
        return self._keyed(purpose, text).hex()

    def signature(self, purpose: str, text: str) -> str:
        """Sign a text in 22 URL-safe characters (128 bits)."""
        return base64.urlsafe_b64encode(self._keyed(purpose, text)[:16]).decode().rstrip("=")

    def signed(self, purpose: str, text: str, signature: str) -> bool:
        """Tell whether the signature is ours, in constant time."""
        return hmac.compare_digest(self.signature(purpose, text).encode(), signature.encode())

    def csrf_secret(self) -> str:
        """Give the secret of the CSRF cookie."""
        return self._derive("csrf").hex()


def open_seals(settings: Settings) -> Seals:
    """Take the key from the settings, or from the data folder, where it is made once.

    Raises:
        SettingWrong: The key of the settings is too short to be one.
    """
    if settings.secret_key is not None:
        if len(settings.secret_key) < _LEAST_KEY:
            raise SettingWrong(setting="ONESTOP_SECRET_KEY", reason="short")
        return Seals(hashlib.sha256(settings.secret_key.encode()).digest())
    settings.prepare()
    path = settings.data / "server.key"
    if not path.exists():
        draft = settings.data / f"server.key.{chance.new_id()}"
        draft.write_bytes(chance.new_key())
        draft.chmod(0o600)
        # Two processes may start together: the link fails for the second, which then reads the first's.
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return Seals(path.read_bytes())
