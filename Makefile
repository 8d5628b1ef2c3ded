# Two commands: `make demo` shows what Earsight does, `make test` runs everything that CI runs.

# A folder of your videos; without one the demo renders a collection.
VIDEOS =
# Folder for the demo's output.
DEMO = demo
# Number of clips that the demo renders.
CLIPS = 96
# More options for `earsight learn`.
LEARN_FLAGS =

export VIDEOS DEMO CLIPS LEARN_FLAGS

.PHONY: help demo test reproduction build install clean-demo
.DEFAULT_GOAL := help

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22
	@echo
	@echo '  make demo VIDEOS=DIR   the same with your own videos, which are only read'

demo: ## Learn a collection of videos, query it, write a report
	@bash scripts/demo.sh

test: ## Run everything that CI runs
	@bash scripts/test.sh

reproduction: ## Evaluate every system of the paper and write REPRODUCTION.md
	@bash scripts/reproduction.sh

build: ## Build the program: target/release/earsight
	@bash scripts/build.sh

PREFIX = $(HOME)/.local
install: build ## Copy the program to PREFIX/bin [default: ~/.local/bin]
	@bash scripts/install.sh "$(PREFIX)"

clean-demo: ## Remove the demo's output
	rm -rf -- "$(DEMO)"
