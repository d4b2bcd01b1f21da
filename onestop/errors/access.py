"""Refusals about who may."""

from onestop.errors.refusal import Refusal, refusal


@refusal
class NotSignedIn(Refusal):
    """The call needs an officer or a device."""

    code = "not-signed-in"


@refusal
class NotAllowed(Refusal):
    """The officer or device is known and has no right to this."""

    code = "not-allowed"
    right: str


@refusal
class LoginFailed(Refusal):
    """User name and password do not belong together, or the account is closed: which, is not told."""

    code = "login-failed"


@refusal
class TooManyAttempts(Refusal):
    """A guess too many; wait."""

    code = "too-many-attempts"
    wait_seconds: int


@refusal
class SecretWrong(Refusal):
    """The code and the secret of the receipt do not belong together."""

    code = "secret-wrong"
