package io.hearsay.balancer.sim;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Set;

/** Delegates every call to another provider and reports those that change something. */
final class SimFileProvider extends FileSystemProvider {
  private static final Path SOME_FILE = Path.of("/some-file");

  private final SimFileSystem fileSystem;
  private final FileSystemProvider inner;
  private final Watch watch;

  /** Observes each change. */
  interface Watch {
    /** A change is about to be made; it fails with whatever this throws. */
    void before(Path path) throws IOException;

    /** A file's content was replaced atomically. */
    void replaced(Path path);
  }

  SimFileProvider(SimFileSystem fileSystem, FileSystemProvider inner, Watch watch) {
    this.fileSystem = fileSystem;
    this.inner = inner;
    this.watch = watch;
  }

  private static Path inner(Path path) {
    return SimPath.inner(path);
  }

  @Override
  public String getScheme() {
    return "simulated";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return fileSystem;
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  private void beforeOpening(Path path, Set<? extends OpenOption> options) throws IOException {
    if (options.contains(StandardOpenOption.WRITE)) {
      watch.before(path);
    }
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    beforeOpening(path, options);
    return inner.newByteChannel(inner(path), options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    beforeOpening(path, options);
    if (Files.isDirectory(inner(path))) {
      // Where a directory cannot be opened for fsync, any file will do.
      var some = inner(path).getFileSystem().getPath(SOME_FILE.toString());
      return inner.newFileChannel(
          some, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }
    return inner.newFileChannel(inner(path), options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path dir, DirectoryStream.Filter<? super Path> filter) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void createDirectory(Path dir, FileAttribute<?>... attributes) throws IOException {
    watch.before(dir);
    inner.createDirectory(inner(dir), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    watch.before(path);
    inner.delete(inner(path));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    watch.before(target);
    inner.copy(inner(source), inner(target), options);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    watch.before(target);
    // As rename(2) does, unlike the file system in memory.
    inner.move(inner(source), inner(target), StandardCopyOption.REPLACE_EXISTING);
    watch.replaced(target);
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return inner.isSameFile(inner(path), inner(other));
  }

  @Override
  public boolean isHidden(Path path) {
    return false;
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    inner.checkAccess(inner(path), modes);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return inner.getFileAttributeView(inner(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return inner.readAttributes(inner(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return inner.readAttributes(inner(path), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    inner.setAttribute(inner(path), attribute, value, options);
  }
}
