"""A new installation's secrets, and the containers that read them."""

import re
from pathlib import Path

from cms.operations.new_secrets import write_secrets

ROOT = Path(__file__).parents[3]


def test_secrets_are_random_kept_and_for_their_owner_alone(tmp_path):
    first, second = tmp_path / "one", tmp_path / "two"
    write_secrets(first)
    write_secrets(second)
    made = {path.name: path.read_text() for path in first.iterdir()}
    assert set(made) == {"database_password", "database_url", "metrics_token", "secret_key"}
    assert made["database_url"] == f"postgres://cms:{made['database_password']}@database:5432/cms"
    assert len(made["secret_key"]) >= 50
    assert {path.stat().st_mode & 0o777 for path in first.iterdir()} == {0o400}
    assert not set(made.values()) & {path.read_text() for path in second.iterdir()}
    write_secrets(first)
    assert {path.name: path.read_text() for path in first.iterdir()} == made


def test_no_secret_stands_in_the_container_files():
    compose, image = (ROOT / "compose.yaml").read_text(), (ROOT / "Dockerfile").read_text()
    assert re.findall(r"(?:PASSWORD|SECRET_KEY|DATABASE_URL|TOKEN): *\S", compose) == []
    assert sorted(re.findall(r"(\w+)_FILE: /data/secrets/(\w+)", compose)) == [
        ("DATABASE_URL", "database_url"),
        ("METRICS_TOKEN", "metrics_token"),
        ("POSTGRES_PASSWORD", "database_password"),
        ("SECRET_KEY", "secret_key"),
    ]
    assert "DEBUG" not in compose + image
    assert re.search(r"^USER 10001$", image, re.M)


def test_backups_are_made_with_a_client_no_older_than_the_server():
    server = re.search(r"image: postgres:(\d+)", (ROOT / "compose.yaml").read_text())
    client = re.search(r"postgresql-client-(\d+)", (ROOT / "Dockerfile").read_text())
    assert server[1] == client[1]
