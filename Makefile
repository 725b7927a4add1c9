# recevable: `make help` lists what can be done. Go is all that must be there.

SHELL := /bin/bash
BUILD := .build
BINARY := $(BUILD)/recevable
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
PLATFORMS := linux/amd64 linux/arm64 windows/amd64 windows/arm64 darwin/amd64 darwin/arm64

export CGO_ENABLED := 0

.DEFAULT_GOAL := help
.PHONY: help build demo test accuracy thresholds bench fuzz lint dist pictures clean tools

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build the program into .build/recevable
	@mkdir -p $(BUILD)
	go build -trimpath -ldflags '$(LDFLAGS)' -o $(BINARY) ./cmd/recevable

demo: build ## run the main job on the sample dossiers and say where the PDFs are
	@go run ./samples/demo -bin $(BINARY) -o $(BUILD)/demo

test: tools ## run every test (installs the system tools they measure with, where it may)
	go vet ./...
	go test ./...

tools:
	@bash .ci/tools

accuracy: tools ## print how often the pieces are read right
	@mkdir -p $(BUILD)
	@go build -trimpath -o $(BUILD)/accuracy ./samples/accuracy
	@$(BUILD)/accuracy

thresholds: tools ## print the measurements that the legibility thresholds rest on
	RECEVABLE_ACCURACY=1 go test -count 1 -timeout 60m -v -run TestTable ./validators/reader/legibility

bench: ## print time and memory per operation
	go test -run '^$$' -bench . -benchmem ./...

fuzz: ## fuzz everything that parses bytes, FUZZTIME (30s) each
	@bash .ci/fuzz $(or $(FUZZTIME),30s)

lint: ## gofumpt, go vet and staticcheck
	@bash .ci/lint

dist: ## static programs for Linux, Windows and macOS into .build/dist
	@mkdir -p $(BUILD)/dist
	@echo "Building $(words $(PLATFORMS)) programs into $(BUILD)/dist: some minutes the first time, when every library is compiled for each system, then seconds."
	@for platform in $(PLATFORMS); do \
		os=$${platform%/*}; arch=$${platform#*/}; \
		file=$(BUILD)/dist/recevable-$$os-$$arch; \
		[ $$os = windows ] && file=$$file.exe; \
		echo "$$file"; \
		GOOS=$$os GOARCH=$$arch go build -trimpath -ldflags '$(LDFLAGS)' -o $$file ./cmd/recevable || exit 1; \
	done

pictures: demo ## draw the pictures of the README again (needs pdftoppm and chromium)
	@mkdir -p samples/pictures
	pdftoppm -r 60 -f 1 -l 1 -png -singlefile $(BUILD)/demo/sorties/03-facture-de-six-mois/checklist.pdf samples/pictures/checklist
	pdftoppm -r 60 -f 1 -l 1 -png -singlefile $(BUILD)/demo/sorties/02-photo-par-courrier/formulaire-depot.pdf samples/pictures/formulaire
	@mkdir -p $(BUILD)/pictures
	RECEVABLE_PICTURES=$(CURDIR)/$(BUILD)/pictures go test -count 1 -run TestDriverOnAPhone ./cmd/recevable/web
	cp $(BUILD)/pictures/page.png samples/pictures/page.png

clean: ## remove everything that was built
	rm -rf $(BUILD)
