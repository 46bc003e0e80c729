"""What the README tells is so."""

import re
import tomllib
from pathlib import Path

import click
import pytest

from crawler.outlets import outlet_specs
from railwatch.cli import cli
from railwatch.config import parse_config

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def commands(group, path=("railwatch",)):
    """Every command with its words: `railwatch outlets list`."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


@pytest.mark.parametrize(("words", "command"), list(commands(cli)), ids=lambda case: str(case))
def test_every_command_stands_in_the_readme_and_shows_an_example(words, command):
    top = " ".join(words.split()[:2])
    assert f"| `{top}" in README
    assert command.epilog.startswith("Example")
    assert words in command.epilog
    assert {"db", "quiet", "verbose"} <= {option.name for option in command.params}


def test_example_configuration_is_valid():
    examples = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    config = parse_config(tomllib.loads("\n".join(examples)), Path("railwatch.toml"))
    assert config.contact == "you@example.org"
    assert outlet_specs(config.outlets)["rail_courier_gb"].timezone == "Europe/London"
    assert [alert.rule.name for alert in config.alerts] == ["border", "casualties", "log"]


def test_cron_lines_name_only_commands_and_options_there_are():
    known = dict(commands(cli))
    lines = re.findall(r"\.venv/bin/(railwatch \w+)((?: --[\w-]+)*)", README)
    assert ("railwatch run", "") in lines  # silent by itself when all is well
    for words, options in lines:
        names = {option for parameter in known[words].params for option in parameter.opts}
        assert set(options.split()) <= names
