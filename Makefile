PY := .venv/bin/python
check:
	$(PY) -m ruff check pipeline tests && $(PY) -m ruff format --check pipeline tests && $(PY) -m mypy
test:
	$(PY) -m pytest -q
