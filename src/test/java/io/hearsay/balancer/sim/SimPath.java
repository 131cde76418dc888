package io.hearsay.balancer.sim;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/** A path of a {@link SimFileSystem}: another file system's path, whose files pass its provider. */
final class SimPath implements Path {
  private final SimFileSystem fileSystem;
  private final Path inner;

  SimPath(SimFileSystem fileSystem, Path inner) {
    this.fileSystem = fileSystem;
    this.inner = inner;
  }

  static Path inner(Path path) {
    return path instanceof SimPath s ? s.inner : path;
  }

  private Path wrap(Path path) {
    return path == null ? null : new SimPath(fileSystem, path);
  }

  @Override
  public FileSystem getFileSystem() {
    return fileSystem;
  }

  @Override
  public boolean isAbsolute() {
    return inner.isAbsolute();
  }

  @Override
  public Path getRoot() {
    return wrap(inner.getRoot());
  }

  @Override
  public Path getFileName() {
    return wrap(inner.getFileName());
  }

  @Override
  public Path getParent() {
    return wrap(inner.getParent());
  }

  @Override
  public int getNameCount() {
    return inner.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return wrap(inner.getName(index));
  }

  @Override
  public Path subpath(int from, int to) {
    return wrap(inner.subpath(from, to));
  }

  @Override
  public boolean startsWith(Path other) {
    return inner.startsWith(inner(other));
  }

  @Override
  public boolean endsWith(Path other) {
    return inner.endsWith(inner(other));
  }

  @Override
  public Path normalize() {
    return wrap(inner.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return wrap(inner.resolve(inner(other)));
  }

  @Override
  public Path relativize(Path other) {
    return wrap(inner.relativize(inner(other)));
  }

  @Override
  public URI toUri() {
    return inner.toUri();
  }

  @Override
  public Path toAbsolutePath() {
    return wrap(inner.toAbsolutePath());
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    return wrap(inner.toRealPath(options));
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(Path other) {
    return inner.compareTo(inner(other));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SimPath s && s.inner.equals(inner);
  }

  @Override
  public int hashCode() {
    return inner.hashCode();
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
