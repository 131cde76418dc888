package io.hearsay.e2e;

/**
 * One line of the table.
 *
 * @param story the name of the story that it belongs to
 * @param what was measured
 * @param figure how it was
 * @param target what it should be, empty if it is only told
 * @param reached whether it is
 */
record Row(String story, String what, String figure, String target, boolean reached) {}
