package io.hearsay.balancer.diagnostics;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Describes why a file operation failed; the JDK's messages are often only the path. */
public final class Reasons {
  private Reasons() {}

  /** The reason in words, without the path if the JDK keeps that separate. */
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException n -> "there is no such file";
      case AccessDeniedException a -> "permission denied";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
