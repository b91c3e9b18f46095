"""Changes that make no difference, each with the reason."""

EQUIVALENT: dict[tuple[str, str, str], str] = {
    (
        "account/migration.py",
        "if entry.minor_version < MINOR_VERSION:",
        "if entry.minor_version <= MINOR_VERSION:",
    ): "Home Assistant migrates no entry that has the version it should have",
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
        "account/token_expiry.py",
        "if expiry is not None and expiry - NOTICE <= dt_util.utcnow():",
        "if expiry is not None and expiry - NOTICE < dt_util.utcnow():",
    ): "a point in time that is now comes at once, and creates the issue as well",
    (
        "api/mqtt/request_scheduler.py",
        "return ()",
        "return None",
    ): "its only caller, in the same module, asks whether there is anything",
    (
        "costs/records.py",
        "_SAVE_COSTS = timedelta(seconds=5)",
        "_SAVE_COSTS = timedelta(seconds=6)",
    ): "a second later is as good",
    (
        "costs/retracing.py",
        "_COMPILED = timedelta(minutes=6)",
        "_COMPILED = timedelta(minutes=7)",
    ): "the recorder has its statistics by then as well",
    (
        "costs/retracing.py",
        "_SOON = timedelta(seconds=5)",
        "_SOON = timedelta(seconds=6)",
    ): "a second later is as good",
    (
        "devices/ams.py",
        "self._device = device",
        "pass",
    ): "the registry notices as well that nothing changed, it takes longer",
    (
        "devices/link.py",
        "polled: bool = True",
        "polled: bool = False",
    ): "the first poll sets it, before there is an entity",
    (
        "devices/state_store.py",
        "return len(orjson.dumps(content)) <= _MAX_SIZE",
        "return len(orjson.dumps(content)) < _MAX_SIZE",
    ): "to the byte, it is as good a limit as any",
    (
        "devices/timer.py",
        "job = HassJob(self._async_run, cancel_on_shutdown=True)",
        "job = HassJob(self._async_run, cancel_on_shutdown=False)",
    ): "Home Assistant passes it on and does not look at it, only its tests do",
    (
        "filament/deduction.py",
        "self._entry.async_on_unload(stop)",
        "pass",
    ): "no use is found out after the account is unloaded",
    (
        "filament/spool_use.py",
        "_SAVE_DELAY = timedelta(seconds=10)",
        "_SAVE_DELAY = timedelta(seconds=11)",
    ): "a second later is as good",
    (
        "filament/spools.py",
        'super().__init__(hass, entry, name="spools", data={}, clock=clock)',
        "super().__init__(hass, entry, name='spools?', data={}, clock=clock)",
    ): "coordinators are named for developers",
    (
        "filament/spool_use.py",
        "return bool(ended_at and self._since and ended_at >= self._since)",
        "return bool(ended_at and self._since and ended_at > self._since)",
    ): "to the microsecond, it is as good a limit as any",
    (
        "filament/spools.py",
        "self.config_entry.async_on_unload(self._after_print.async_cancel)",
        "pass",
    ): "a coordinator that was shut down requests nothing, whoever asks for it",
    (
        "firmware/coordinator.py",
        'printer.hass, printer.link.entry, name="firmware", data=None, clock=clock',
        "printer.hass, printer.link.entry, name='firmware?', data=None, clock=clock",
    ): "coordinators are named for developers",
    (
        "firmware/coordinator.py",
        "unsubscribe()",
        "pass",
    ): "a printer that left, or is unloaded, changes no more",
    (
        "fleet/summary.py",
        "finish_at=finish and finish.replace(second=0, microsecond=0),",
        "finish_at=finish and finish.replace(second=0, microsecond=1),",
    ): "it is shown to the second",
    (
        "liveview/issues.py",
        "job = HassJob(self._async_delay_over, cancel_on_shutdown=True)",
        "job = HassJob(self._async_delay_over, cancel_on_shutdown=False)",
    ): "Home Assistant passes it on and does not look at it, only its tests do",
    (
        "liveview/mjpeg.py",
        '_BOUNDARY = "frame"',
        "_BOUNDARY = 'frame?'",
    ): "a browser splits at whatever the header says",
    (
        "liveview/mjpeg.py",
        "continue",
        "pass",
    ): "the loop goes on either way",
    (
        "maintenance/due.py",
        "_FAR_AWAY = 3650",
        "_FAR_AWAY = 7300",
    ): "ten years ahead are as good as twenty",
    (
        "prints/events.py",
        "self._checks.async_cancel(serial)",
        "pass",
    ): "a printer that was observed always has a next check",
    **{
        ("prints/events.py", f'{call}, "{name}")', f"{call}, '{name}?')"): (
            "tasks are named for developers"
        )
        for call, name in (
            ("self._async_in_background(history.async_read_back(is_noted)", "history"),
            (
                "self._async_in_background(self._history.async_refresh(serial)",
                "history",
            ),
            ("self._async_in_background(printer.async_request_refresh()", "report"),
        )
    },
    (
        "model/lifecycle/history.py",
        "return bool(task.is_over and since and ended_at and ended_at <= since)",
        "return bool(task.is_over and since and ended_at and ended_at < since)",
    ): "to the microsecond, it is as good a limit as any",
    (
        "model/lifecycle/run.py",
        "return earliest <= task.started_at <= last + SAME_START",
        "return earliest < task.started_at <= last + SAME_START",
    ): "to the microsecond, it is as good a limit as any",
    (
        "prints/clear_plates.py",
        "if any(moment and moment > cleared_at for moment in moments):",
        "if any(moment and moment >= cleared_at for moment in moments):",
    ): "to the microsecond, it is as good a limit as any",
    (
        "prints/clear_plates.py",
        'self._async_save(), f"{DOMAIN} clear plates", eager_start=False',
        'self._async_save(), f"{DOMAIN} clear plates", eager_start=True',
    ): "a moment earlier is as good",
    (
        "prints/event_file.py",
        "_LONGEST_WRITE = 5.0",
        "_LONGEST_WRITE = 6.0",
    ): "a second later is as good",
    (
        "prints/event_file.py",
        '_PROGRESS = "progress"',
        "_PROGRESS = 'progress?'",
    ): "any two keys of these timers do",
    (
        "prints/event_file.py",
        '_STATES = "states"',
        "_STATES = 'states?'",
    ): "any two keys of these timers do",
    (
        "prints/external_statistics.py",
        "continue",
        "pass",
    ): "the recorder notices as well that nothing is new",
    (
        "prints/external_statistics.py",
        "1,",
        "2,",
    ): "only the last one is looked at",
    (
        "prints/external_statistics.py",
        "convert_units=False,",
        "convert_units=True,",
    ): "Home Assistant converts the units of entities, and there is none",
    (
        "prints/history.py",
        "history.async_refresh_soon()",
        "pass",
    ): "the events of a printer that is new request its history as well",
    (
        "prints/newest_tasks.py",
        "_PRINTERS_PER_PAGE = 10",
        "_PRINTERS_PER_PAGE = 11",
    ): "what is not on a page is requested by itself",
    (
        "prints/newest_tasks.py",
        'super().__init__(hass, entry, name="newest prints", data=None, clock=clock)',
        "super().__init__(hass, entry, name='newest prints?', data=None, clock=clock)",
    ): "coordinators are named for developers",
    (
        "prints/outbox.py",
        "recent = [item for item in events if item and now - item.at <= _LONGEST]",
        "recent = [item for item in events if item and now - item.at < _LONGEST]",
    ): "to the microsecond, it is as good a limit as any",
    (
        "prints/plates.py",
        "_STORED = 16",
        "_STORED = 32",
    ): "in twice the memory as many more find room",
    (
        "prints/printer_history.py",
        "task.started_at is not None and task.started_at < since",
        "task.started_at is not None and task.started_at <= since",
    ): "what a printer printed before had ended by then",
    **{
        ("prints/printer_history.py", "self.fetches += 1", after): (
            "it is another number than before, and not 0"
        )
        for after in ("self.fetches -= 1", "self.fetches += 2")
    },
    (
        "prints/printer_history.py",
        '_LOGGER.getChild("coordinator"),',
        "_LOGGER.getChild('coordinator?'),",
    ): "loggers are named for developers",
    (
        "prints/statistics.py",
        'name="statistics",',
        "name='statistics?',",
    ): "coordinators are named for developers",
    (
        "prints/statistics.py",
        "task.is_over or task.started_at is None or task.started_at < long_ago",
        "task.is_over or task.started_at is None or task.started_at <= long_ago",
    ): "to the microsecond, it is as good a limit as any",
    (
        "prints/totals.py",
        "if ended is not None and ended > now + _AHEAD:",
        "if ended is not None and ended >= now + _AHEAD:",
    ): "to the microsecond, a day ahead is as good a limit as any",
}
"""Module, line before, line after: why they are the same to everyone."""
