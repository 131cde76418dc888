# The commands of the README. Each one does its own set-up and says what it does.
.PHONY: build demo test native bench clean

build: ; @sh src/build/build.sh

demo: ; @sh src/demo/demo.sh

test: ; @sh src/build/test.sh

native: ; @sh src/build/native.sh

bench: ; @echo "no benchmark is there yet; they come with the membership engine and the apply pipeline" >&2; exit 1

clean: ; @rm -rf target
