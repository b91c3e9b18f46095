"""Changes that make no difference, each with the reason."""

EQUIVALENT: dict[tuple[str, str, str], str] = {
    (
        "account/titles.py",
        r'_PRIVATE = re.compile(r"@|(?:\d\W*){6}")',
        r"_PRIVATE = re.compile('@|(?:\\d\\W*){6}?')",
    ): "lazy or not, the same texts match",
    (
        "account/token_expiry.py",
        "if expiry and _SHORTEST < expiry - obtained_at < _LONGEST:",
        "if expiry and _SHORTEST <= expiry - obtained_at < _LONGEST:",
    ): "no token expires in the microsecond in which it was obtained",
    (
        "account/token_expiry.py",
        "if expiry and _SHORTEST < expiry - obtained_at < _LONGEST:",
        "if expiry and _SHORTEST < expiry - obtained_at <= _LONGEST:",
    ): "to the microsecond, ten years are as good a limit as any",
    (
        "account/token_expiry.py",
        "if expiry is not None and expiry - NOTICE <= dt_util.utcnow():",
        "if expiry is not None and expiry + NOTICE <= dt_util.utcnow():",
    ): "a point in time that is past comes at once, and creates the issue as well",
    (
        "api/mqtt/request_scheduler.py",
        "return ()",
        "return None",
    ): "its only caller, in the same module, asks whether there is anything",
}
"""Module, line before, line after: why they are the same to everyone."""
