/** The product's pipeline as a program that reads its members from standard input. */
package io.hearsay.bench.apply.pipeline;
