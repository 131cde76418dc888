# The commands of the README. Each one does its own set-up and says what it does.
.PHONY: build demo test native bench e2e clean

build: ; @sh src/build/build.sh

demo: ; @sh src/demo/demo.sh

test: ; @sh src/build/test.sh

native: ; @sh src/build/native.sh

bench: ; @sh src/bench/bench.sh $(WHAT)

e2e: ; @sh src/e2e/e2e.sh

clean: ; @rm -rf target
