"""What every command shares: its options, the database and outlets it works on, its mistakes."""

from __future__ import annotations

import functools
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from railwatch.config import CONFIG_NAME, Config, read_config
from railwatch.config_fields import ConfigError, nearest
from railwatch.progress import set_up_logging

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.outlets import OutletSpec

log = logging.getLogger("railwatch")

SOME_FAILED = 1


class Mistake(click.ClickException):
    """Something the user can put right: one plain sentence with a next step."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"railwatch: {self.message}", err=True)


class Stopped(Mistake):
    """The machine would not have it: a full disk, a taken port."""

    exit_code = SOME_FAILED


class Busy(Mistake):
    """Another copy is at work; cron may try again later."""

    exit_code = os.EX_TEMPFAIL


@dataclass(frozen=True, slots=True)
class App:
    """One start of the program: its database, configuration and how much it should say."""

    db_path: Path
    config: Config
    quiet: bool = False
    verbose: bool = False
    unattended: bool = False  # nobody watches: speak once, at the end, and only of what failed

    @property
    def pages(self) -> Path:
        """The folder of kept pages: beside the database, unless the configuration names one."""
        return self.config.pages or self.db_path.with_suffix(".pages")

    def open(
        self, *, create: bool = False, read_only: bool = False, as_it_is: bool = False
    ) -> Database:
        """The database. A missing one is a mistake unless it may be created."""
        from storage.database import DatabaseUnusable, open_database

        if not create and not self.db_path.exists():
            raise Mistake(
                f"there is no database at {self.db_path}; "
                "`railwatch run` makes one, --db PATH names another."
            )
        try:
            return open_database(
                self.db_path, create=create, read_only=read_only, as_it_is=as_it_is
            )
        except DatabaseUnusable as error:
            raise Mistake(str(error)) from error

    def has_empty_database(self) -> bool:
        """Whether the database is there and has no tables yet."""
        from storage.database import DatabaseUnusable, is_empty

        try:
            return self.db_path.is_file() and is_empty(self.db_path)
        except DatabaseUnusable as error:
            raise Mistake(str(error)) from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other copies out while this one writes; a second one exits with 75."""
        from storage.lock import AlreadyRunning, run_lock

        folder = self.db_path.resolve().parent  # where a link leads to, as the lock has it
        if not folder.is_dir():
            raise Mistake(f"there is no folder {folder}; make it, or name another --db.")
        if not os.access(folder, os.W_OK):
            raise Mistake(f"nothing may be written in {folder}; check its rights.")
        try:
            with run_lock(self.db_path):
                yield
        except AlreadyRunning as error:
            raise Busy(str(error)) from error

    def outlets(self, names: Sequence[str] = ()) -> dict[str, OutletSpec]:
        """The outlets of these names, or all: ours and those of the user's `[[outlet]]` tables."""
        from crawler.outlets import OutletError, outlet_specs

        try:
            specs = outlet_specs(list(self.config.outlets))
        except OutletError as error:
            raise Mistake(str(error)) from error
        return pick(specs, names) if names else specs

    def stale_days(self) -> dict[str, int]:
        """For how many days each declared outlet may bring nothing new."""
        return {name: spec.stale_days for name, spec in self.outlets().items()}


def pick(specs: Mapping[str, OutletSpec], names: Sequence[str]) -> dict[str, OutletSpec]:
    """The named outlets, once each; an unknown name is a mistake that suggests the nearest."""
    from crawler.ruled_out import ruled_out

    for name in names:
        if name not in specs:
            if forbidden := ruled_out().get(name):
                raise Mistake(forbidden.told())
            near = nearest(name, specs)
            hint = f"did you mean {near!r}?" if near else "see `railwatch outlets list`."
            raise Mistake(f"there is no outlet {name!r}; {hint}")
    return {name: specs[name] for name in names}


def complete_outlets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The ids of outlets that begin so, for the shell; none where the configuration is wrong."""
    try:
        config = read_config(Path(CONFIG_NAME))
        known = App(config.db, config).outlets()
    except (ConfigError, Mistake):
        return []
    return [name for name in known if name.startswith(incomplete)]


def now() -> datetime:
    """The clock, read here and handed on."""
    return datetime.now(UTC)


def command_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --db, --quiet and --verbose, and hand it an App as its first argument."""
    return app_options(None)(command)


def app_options(default_db: Path | None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """As `command_options`, for a command with a database of its own."""
    where = default_db or f"{CONFIG_NAME}, ./railwatch.db"

    def with_options(command: Callable[..., Any]) -> Callable[..., Any]:
        @click.option(
            "--db",
            type=click.Path(dir_okay=False, path_type=Path),
            envvar="RAILWATCH_DB",
            help=f"The database. [default: $RAILWATCH_DB, {where}]",
        )
        @click.option("--quiet", "-q", is_flag=True, help="Say only what went wrong.")
        @click.option("--verbose", "-v", is_flag=True, help="Say everything.")
        @functools.wraps(command)
        def with_app(db: Path | None, quiet: bool, verbose: bool, **options: object) -> object:
            set_up_logging(quiet=quiet, verbose=verbose)
            config = checked_config()
            app = App(db or default_db or config.db, config, quiet, verbose)
            if app.db_path.is_dir():
                raise Mistake(f"the database {app.db_path} is a folder; name a file in it.")
            return command(app, **options)

        return with_app

    return with_options


def not_blank(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The value; a blank one, as of a variable of the shell that is not set, is a mistake."""
    if value is not None and not value.strip():
        raise Mistake(f"{param.opts[0]} is blank; fill it in, or leave it out.")
    return value


def checked_config() -> Config:
    """The configuration of the current directory; what is wrong with it is a mistake."""
    try:
        return read_config(Path(CONFIG_NAME))
    except ConfigError as error:
        raise Mistake(str(error)) from error


class Front(click.Group):
    """The command group; wrong usage and what the machine refuses are told in one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order of the work, not of the alphabet

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with usage_in_a_sentence(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with usage_in_a_sentence(ctx):
                return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise  # click knows what to do, also when a reader such as `head` has gone
        except Exception as error:
            if told := refusal(error):
                log.debug("where it happened", exc_info=error)
                raise told from error
            raise


@contextmanager
def usage_in_a_sentence(ctx: click.Context) -> Iterator[None]:
    """Tell of an unknown option or a wrong value as of any mistake, with where to look it up."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        told = " ".join(error.format_message().split()).rstrip(".").replace(". (Did", " (did")
        command = command_of(error, ctx)
        raise Mistake(f"{told[:1].lower()}{told[1:]}; see `{command} --help`.") from error


def command_of(error: click.UsageError, ctx: click.Context) -> str:
    """The command of which an error of usage speaks; click leaves out whose value is missing."""
    if error.ctx:
        return error.ctx.command_path
    return " ".join(filter(None, [ctx.command_path, ctx.invoked_subcommand]))


def refusal(error: Exception) -> Mistake | None:
    """What to tell of an error that is the machine's fault, not ours."""
    from storage.database import DatabaseUnusable

    if isinstance(error, DatabaseUnusable):
        return Mistake(str(error))
    if isinstance(error, OSError) and error.strerror:  # without its number
        error = OSError(": ".join(filter(None, [str(error.filename or ""), error.strerror])))
    if isinstance(error, OSError | sqlite3.OperationalError):
        return Stopped(f"stopped ({error}); what was stored before is safe.")
    if type(error) is sqlite3.DatabaseError:  # a damaged page; its subclasses are our mistakes
        return Stopped(f"stopped ({error}); `railwatch check` tells what is damaged.")
    return None
