package io.hearsay.http.ui;

import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A diagram of balancers, services and members by zone, from left to right. Positions are in pixels
 * of a drawing of width {@value #WIDTH}. Bounded: a few named boxes; everything without room is one
 * box with a number.
 *
 * @param boxes services, balancers, members or zones
 * @param lines between them
 * @param frames around the members of one zone
 * @param height of the whole drawing
 * @param label a description in words
 */
public record Picture(
    List<Box> boxes, List<Line> lines, List<Frame> frames, int height, String label)
    implements TemplateFields {
  static final int WIDTH = 900;
  static final Picture NONE = new Picture(List.of(), List.of(), List.of(), 0, "");
  private static final int LETTERS = 22;

  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "boxes" -> boxes;
          case "lines" -> lines;
          case "frames" -> frames;
          case "height" -> height;
          case "width" -> WIDTH;
          case "label" -> label;
          case "empty" -> boxes.isEmpty();
          default -> null;
        });
  }

  /**
   * A box.
   *
   * @param y vertical position of its middle
   * @param text in the box
   * @param link relative to the dashboard; may be empty
   * @param level a class of the style sheet
   */
  public record Box(int x, int y, int width, String text, String link, String level)
      implements TemplateFields {
    static final int HEIGHT = 22;

    @Override
    public Optional<Object> field(String name) {
      return Optional.ofNullable(
          switch (name) {
            case "x" -> x;
            case "y" -> y - HEIGHT / 2;
            case "width" -> width;
            case "height" -> HEIGHT;
            case "textX" -> x + 8;
            case "textY" -> y + 4;
            case "text" -> VisibleText.text(text, LETTERS);
            case "link" -> link;
            case "level" -> level;
            default -> null;
          });
    }

    int right() {
      return x + width;
    }
  }

  /** A line from one box to another. */
  public record Line(Box from, Box to, String level) implements TemplateFields {
    @Override
    public Optional<Object> field(String name) {
      return Optional.ofNullable(
          switch (name) {
            case "path" -> {
              int half = (to.x() - from.right()) / 2;
              yield "M%d %dc%d 0 %d %d %d %d"
                  .formatted(
                      from.right(),
                      from.y(),
                      half,
                      half,
                      to.y() - from.y(),
                      to.x() - from.right(),
                      to.y() - from.y());
            }
            case "level" -> level;
            default -> null;
          });
    }
  }

  /** The frame of a zone. */
  public record Frame(int y, int height, String zone) implements TemplateFields {
    @Override
    public Optional<Object> field(String name) {
      return Optional.ofNullable(
          switch (name) {
            case "y" -> y;
            case "height" -> height;
            case "textY" -> y + 13;
            case "zone" -> VisibleText.text(zone, LETTERS);
            default -> null;
          });
    }
  }

  /** Builds a picture. */
  static final class Builder {
    private final List<Box> boxes = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private final Map<String, Box> named = new HashMap<>();

    Box box(String key, Box box) {
      boxes.add(box);
      named.put(key, box);
      return box;
    }

    void line(String from, String to, String level) {
      var a = named.get(from);
      var b = named.get(to);
      if (a != null && b != null) {
        lines.add(new Line(a, b, level));
      }
    }

    void frame(Frame frame) {
      frames.add(frame);
    }

    Picture build(int height, String label) {
      return new Picture(boxes, lines, frames, height, label);
    }
  }
}
