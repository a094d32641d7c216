"""`make dead-letters`: what could not be handled; `--replay` hands it to the broker again."""

import sys

import httpx

from knative.local.running import find_running


def main() -> int:
    """Print the dead letters of the running shop, or replay them."""
    running = find_running()
    token = running.secret("ADMIN_TOKEN")
    if not token:
        sys.stderr.write("ADMIN_TOKEN is not set: start the shop with one, and give it here too.\n")
        return 2
    headers = {"Authorization": f"Bearer {token}"}
    base = f"{running.gateway}/v1/admin/dead-letters"
    if "--replay" in sys.argv:
        answer = httpx.post(f"{base}/replay", headers=headers, timeout=60)
        answer.raise_for_status()
        sys.stdout.write(f"{answer.json()['replayed']} handed to the broker again.\n")
        return 0
    answer = httpx.get(base, headers=headers, timeout=60)
    answer.raise_for_status()
    letters = answer.json()["deadLetters"]
    for letter in letters:
        name = letter.get("type", "not one of our events")
        sys.stdout.write(f"{letter['at']}  {letter['consumer']:<20} {name}  {letter['reason']}\n")
    sys.stdout.write(f"{answer.json()['total']} dead letters.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
