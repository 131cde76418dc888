/** The product's pipeline as a program that is told which members there are. */
package io.hearsay.bench.apply.pipeline;
