# Two commands: `make demo` shows what Earsight does, `make test` runs everything that CI runs.

# The person's own files; without them the demo renders a collection of its own.
VIDEOS =
# Where the demo keeps what it makes.
DEMO = demo
# Clips of the demo's own collection.
CLIPS = 96
# More options for `earsight learn`.
LEARN_FLAGS =

export VIDEOS DEMO CLIPS LEARN_FLAGS

.PHONY: help demo test reproduction build install clean-demo
.DEFAULT_GOAL := help

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22
	@echo
	@echo '  make demo VIDEOS=DIR   the same on your own videos; they are only read'

demo: ## Learn a collection of videos, ask about it, write a report
	@bash scripts/demo.sh

test: ## Run everything that CI runs
	@bash scripts/test.sh

reproduction: build ## Run every system of the paper and write REPRODUCTION.md
	@bash scripts/reproduction.sh

build: ## Build the program: target/release/earsight
	@bash scripts/build.sh

PREFIX = $(HOME)/.local
install: build ## Copy the program to PREFIX/bin, which is ~/.local/bin
	@bash scripts/install.sh "$(PREFIX)"

clean-demo: ## Remove what the demo made
	rm -rf -- "$(DEMO)"
