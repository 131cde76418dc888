# The commands of the README. Each one does its own set-up and says what it does.
.PHONY: build demo test native images dist e2e bench docs clean

build: ; @sh src/build/build.sh

demo: ; @sh src/demo/demo.sh

test: ; @sh src/build/test.sh

native: ; @sh src/build/native.sh

images: ; @sh src/build/images.sh

dist: ; @HEARSAY_BINARY="$(HEARSAY_BINARY)" sh src/dist/dist.sh

e2e: ; @ONLY="$(ONLY)" sh src/e2e/e2e.sh

bench: ; @WHAT="$(WHAT)" sh src/bench/bench.sh

docs: ; @sh src/build/docs.sh

clean: ; @rm -rf target
