"""Where the symbols and arrows of an SOP stand: pages, rows, lanes. Pure geometry, no markup.

The rules are those of Permenpan RB 35/2012: five symbols only (capsule, box, diamond, arrow,
pentagon), drawn from top to bottom; the first row starts, the last one ends; a decision leaves by
'Ya' to the next row and by 'Tidak' back to an earlier one; a line that goes on on another page
ends in a pentagon with a letter and begins again in one with the same letter.

How it works
------------
* A row has a zone above its symbols, where the arrow from the row before turns to its column, and
  one below, where a line leaves. The first and last row of a page have room for pentagons there.
* 'Tidak' goes up along the edge of the column that it returns to, in a lane beside the symbols.
  Returns to one row share a lane; those to different rows get one each.
* Everything is level or upright, so a line is cut at the rules of the table and each cell holds
  its own piece: rows may move or grow in Word and take their drawing with them.
"""

from dataclasses import dataclass, field

from .shapes import CONNECTOR, DECISION, PROCESS, TERMINATOR, Box, Label, Line
from .text import letter

SYMBOL_HEIGHT = 360
DECISION_HEIGHT = 440
_ABOVE, _BELOW = 230, 190
_TURN = 90
_PENTAGON = 210
_END = 220
_LANE = 65
_WIDEST_SYMBOL = 900


@dataclass(frozen=True)
class FlowRow:
    """What the drawing needs to know of one row.

    :ivar actor: position of the column of the performer; None draws no symbol
    :ivar participants: positions of the columns of those who take part
    :ivar return_to: position of the earlier row that a decision returns to, None for no decision
    :ivar text_height: how much room the texts of the row need, in twips
    """

    actor: int | None
    participants: tuple[int, ...] = ()
    return_to: int | None = None
    text_height: int = 0


@dataclass
class RowPlan:
    """One row as it is drawn.

    :ivar position: place of the row in the SOP, from 0
    :ivar height: in twips
    :ivar shapes: what stands in each column, in measures of its cell: {column: [shape]}
    """

    position: int
    height: int
    shapes: dict = field(default_factory=dict)


def check_rows(rows, actors):
    """Raise ValueError for a row that cannot be drawn.

    >>> check_rows([FlowRow(0), FlowRow(0, return_to=1)], 1)
    Traceback (most recent call last):
        ...
    ValueError: Row 2 of the SOP can only return to an earlier row.
    """
    for position, row in enumerate(rows):
        if row.return_to is not None and not 0 <= row.return_to < position:
            raise ValueError(f"Row {position + 1} of the SOP can only return to an earlier row.")
        columns = [row.actor] if row.actor is not None else []
        if any(not 0 <= column < actors for column in (*columns, *row.participants)):
            raise ValueError(f"Row {position + 1} of the SOP names an actor without a column.")


def plan_pages(rows, widths, first_room, room):
    """Return the drawing of an SOP: a list of pages, each a list of :class:`RowPlan`.

    :param rows: the :class:`FlowRow` list
    :param widths: width of each actor column
    :param first_room: height for rows on the first page
    :param room: the same on the pages that follow
    :raises ValueError: as :func:`check_rows`

    >>> pages = plan_pages([FlowRow(0), FlowRow(1)], (1000, 1000), 9000, 9000)
    >>> [box.kind for row in pages[0] for cell in row.shapes.values() for box in cell
    ...  if isinstance(box, Box)]
    ['flowChartTerminator', 'flowChartTerminator']
    """
    check_rows(rows, len(widths))
    pages = _paginate(rows, first_room, room)
    drawing = _Drawing(rows, widths, pages)
    return drawing.pages


def _paginate(rows, first_room, room):
    """Return the positions of the rows of each page."""
    pages, page, used, limit = [], [], 0, first_room
    for position, row in enumerate(rows):
        height = _height(rows, row, position, first=not page and position)
        if page and used + height + _PENTAGON > limit:
            pages.append(page)
            page, used, limit = [], 0, room
            height = _height(rows, row, position, first=True)
        page.append((position, min(height, limit - _PENTAGON)))
        used += height
    return [*pages, page] if page else pages


def _height(rows, row, position, *, first=False, last=False):
    above, below = _zones(rows, position, first, last)
    return max(row.text_height, above + _symbol_height(row) + below)


def _symbol_height(row):
    return SYMBOL_HEIGHT if row.return_to is None else DECISION_HEIGHT


def _zones(rows, position, first, last):
    """Return the room above and below the symbols of a row; a page may begin or end with it."""
    above = _ABOVE + (_PENTAGON if first and position else 0)
    below = _BELOW + (_PENTAGON if last and position < len(rows) - 1 else 0)
    if rows[position].return_to is not None and position == len(rows) - 1:
        # Below a decision that nothing follows stands the end.
        below += _END + 60
    return above, below


class _Drawing:
    """Draws the rows of all pages; lengths across are those of the actor columns together."""

    def __init__(self, rows, widths, pages):
        self.rows = rows
        self.edges = [sum(widths[:place]) for place in range(len(widths) + 1)]
        self.pages, self.page_of, self.plans = [], {}, {}
        for number, page in enumerate(pages):
            plans = []
            for place, (position, height) in enumerate(page):
                last = place == len(page) - 1
                if last and position < len(rows) - 1:
                    height += _PENTAGON
                plans.append(RowPlan(position, height))
                self.plans[position], self.page_of[position] = plans[-1], number
            self.pages.append(plans)
        self._next_letter = 0
        self._lanes = self._give_lanes()
        for position in range(len(rows)):
            self._symbols(position)
        self._flow()
        for position, row in enumerate(rows):
            if row.return_to is not None and row.actor is not None:
                self._return(position, row.return_to)
        self._labels()

    # ------------------------------------------------------------
    # Places
    # ------------------------------------------------------------

    def _is_first(self, position):
        return self.pages[self.page_of[position]][0].position == position

    def _is_last(self, position):
        return self.pages[self.page_of[position]][-1].position == position

    def _center(self, column):
        return (self.edges[column] + self.edges[column + 1]) // 2

    def _half_width(self, column):
        width = self.edges[column + 1] - self.edges[column]
        return max(width // 2, min(_WIDEST_SYMBOL, width - 480)) // 2

    def _middle(self, position):
        """Return the height at which the symbols of a row stand."""
        first, last = self._is_first(position), self._is_last(position)
        above, below = _zones(self.rows, position, first, last)
        return above + (self.plans[position].height - above - below) // 2

    def _top(self, position):
        return self._middle(position) - _symbol_height(self.rows[position]) // 2

    def _bottom(self, position):
        return self._middle(position) + _symbol_height(self.rows[position]) // 2

    def _side(self, position, column, drop):
        """Return how far the outline of a symbol is from its middle, ``drop`` below or above it."""
        half = self._half_width(column)
        row = self.rows[position]
        if row.return_to is not None and column == row.actor:
            return half - half * 2 * abs(drop) // DECISION_HEIGHT
        if self._kind(position) == TERMINATOR and column == row.actor:
            radius = SYMBOL_HEIGHT / 2
            return half - round(radius - (radius**2 - drop**2) ** 0.5)
        return half

    def _kind(self, position):
        if self.rows[position].return_to is not None:
            return DECISION
        return TERMINATOR if position in (0, len(self.rows) - 1) else PROCESS

    def _give_lanes(self):
        """Return how far the lane of each return is from the middle of the table's left edge.

        Returns to one row on one side share a lane; lanes of rows that lie apart are used again.
        """
        lanes, taken = {}, {}
        for position, row in enumerate(self.rows):
            target = row.return_to
            if target is None or row.actor is None or self.rows[target].actor is None:
                continue
            column = self.rows[target].actor
            side = -1 if row.actor < column else 1
            used = taken.setdefault((column, side), [])
            lane = next((lane for rows, lane in used if rows[0] == target), None)
            if lane is None:
                busy = {lane for rows, lane in used if rows[1] >= target}
                lane = min(set(range(len(used) + 1)) - busy)
            used.append(((target, position), lane))
            room = (self.edges[column + 1] - self.edges[column]) // 2 - self._half_width(column)
            away = min(_LANE * (lane + 1), room - 30)
            edge = self.edges[column] if side < 0 else self.edges[column + 1]
            lanes[position] = edge - side * away
        return lanes

    # ------------------------------------------------------------
    # Drawing
    # ------------------------------------------------------------

    def _put(self, position, column, shape):
        cell = self.plans[position].shapes.setdefault(column, [])
        if shape not in cell:
            # Returns that share a lane share its lines too.
            cell.append(shape)

    def _column_at(self, x):
        last = len(self.edges) - 2
        return next((c for c in range(last + 1) if x < self.edges[c + 1]), last)

    def _upright(self, position, x, start, end, arrow=False):
        column = self._column_at(x)
        x -= self.edges[column]
        if start != end:
            self._put(position, column, Line(x, start, x, end, arrow))

    def _level(self, position, start, end, y, arrow=False):
        """Draw a level line, cut at the columns it crosses; only the last piece has a head."""
        low, high = sorted((start, end))
        for column in range(len(self.edges) - 1):
            left, right = self.edges[column], self.edges[column + 1]
            first, second = max(low, left), min(high, right)
            if first >= second:
                continue
            holds_end = left <= end <= right and (first <= end <= second)
            ends = (first, second) if start < end else (second, first)
            head = arrow and holds_end and ends[1] == end
            self._put(position, column, Line(ends[0] - left, y, ends[1] - left, y, head))

    def _symbols(self, position):
        row = self.rows[position]
        if row.actor is None:
            return
        middle = self._middle(position)
        for column in dict.fromkeys((row.actor, *row.participants)):
            half = self._half_width(column)
            kind = self._kind(position) if column == row.actor else PROCESS
            height = _symbol_height(row) if column == row.actor else SYMBOL_HEIGHT
            x = self._center(column) - self.edges[column] - half
            self._put(position, column, Box(kind, x, middle - height // 2, 2 * half, height))
        self._join_participants(position)
        if row.return_to is not None and position == len(self.rows) - 1:
            self._end_below(position)

    def _join_participants(self, position):
        """Draw a line from the performer through those who take part, on each side."""
        row = self.rows[position]
        drop = -SYMBOL_HEIGHT // 4
        y = self._middle(position) + drop
        for side in (-1, 1):
            columns = sorted({c for c in row.participants if (c - row.actor) * side > 0})
            before = row.actor
            for column in columns if side > 0 else reversed(columns):
                start = self._center(before) + side * self._side(position, before, drop)
                end = self._center(column) - side * self._side(position, column, drop)
                self._level(position, start, end, y)
                before = column

    def _end_below(self, position):
        """Draw the capsule that ends an SOP whose last row is a decision."""
        column = self.rows[position].actor
        half = self._half_width(column)
        top = self.plans[position].height - _END - 30
        x = self._center(column)
        self._upright(position, x, self._bottom(position), top, arrow=True)
        box = Box(TERMINATOR, x - self.edges[column] - half, top, 2 * half, _END)
        self._put(position, column, box)

    def _pentagon(self, position, x, y, mark):
        """Draw a pentagon around ``x``, no further than the rules of its cell."""
        column = self._column_at(x)
        left = max(x - self.edges[column] - _PENTAGON // 2, 5)
        left = min(left, self.edges[column + 1] - self.edges[column] - _PENTAGON - 5)
        self._put(position, column, Box(CONNECTOR, left, y, _PENTAGON, _PENTAGON - 10))
        # The point of the pentagon leaves less room below.
        word = Label(mark, left, y - 10, _PENTAGON, _PENTAGON - 30, "center")
        self._put(position, column, word)

    def _mark(self):
        self._next_letter += 1
        return letter(self._next_letter).upper()

    def _flow(self):
        """Draw the way from row to row; a row without a symbol lets it pass."""
        drawn = [place for place, row in enumerate(self.rows) if row.actor is not None]
        for start, end in zip(drawn, drawn[1:], strict=False):
            x = self._center(self.rows[start].actor)
            y = self._bottom(start)
            for position in range(start, end):
                height = self.plans[position].height
                if self._is_last(position):
                    mark = self._mark()
                    top = height - _PENTAGON - 20
                    self._upright(position, x, y, top, arrow=True)
                    self._pentagon(position, x, top, mark)
                    # On the next page the pentagon stands over the symbol it leads to.
                    x = self._center(self.rows[end].actor)
                    self._pentagon(position + 1, x, 20, mark)
                    y = 10 + _PENTAGON
                else:
                    self._upright(position, x, y, height)
                    y = 0
            self._arrive(end, x, y)

    def _arrive(self, position, x, y):
        """Draw the arrow from (x, y) at the top of a row to the symbol of its performer."""
        target = self._center(self.rows[position].actor)
        if x != target:
            turn = y + _TURN
            self._upright(position, x, y, turn)
            self._level(position, x, target, turn)
            y = turn
        self._upright(position, target, y, self._top(position), arrow=True)

    def _return(self, source, target):
        """Draw 'Tidak': out of the decision, up the lane, into the side of the earlier row."""
        if source not in self._lanes:
            return
        lane = self._lanes[source]
        column, target_column = self.rows[source].actor, self.rows[target].actor
        y = self._leave(source, lane)
        same_page = self.page_of[source] == self.page_of[target]
        position = source
        while position > target and not (self._is_first(position) and not same_page):
            self._upright(position, lane, y, 0)
            position -= 1
            y = self.plans[position].height
        if not same_page:
            mark = self._mark()
            self._upright(position, lane, y, 10 + _PENTAGON, arrow=True)
            self._pentagon(position, lane, 20, mark)
            position = self.pages[self.page_of[target]][-1].position
            y = self.plans[position].height - _PENTAGON - 20
            self._pentagon(position, lane, y, mark)
            while position > target:
                self._upright(position, lane, y, 0)
                position -= 1
                y = self.plans[position].height
        drop = SYMBOL_HEIGHT // 4
        enter = self._middle(target) + drop
        self._upright(target, lane, y, enter)
        side = -1 if column < target_column else 1
        edge = self._center(target_column) + side * self._side(target, target_column, drop)
        self._level(target, lane, edge, enter, arrow=True)

    def _leave(self, source, lane):
        """Draw the way from the tip of a decision to its lane and return the height it gets to."""
        row = self.rows[source]
        side = 1 if lane > self._center(row.actor) else -1
        tip = self._center(row.actor) + side * self._half_width(row.actor)
        middle = self._middle(source)
        between = sorted((tip, lane))
        if not any(between[0] < self._center(c) < between[1] for c in row.participants):
            self._level(source, tip, lane, middle)
            return middle
        # Somebody who takes part stands in the way: pass below.
        low = self.plans[source].height - _BELOW // 2
        self._level(source, tip, tip + side * 30, middle)
        self._upright(source, tip + side * 30, middle, low)
        self._level(source, tip + side * 30, lane, low)
        return low

    def _labels(self):
        """Write 'Ya' and 'Tidak' beside the ways out of each decision."""
        for position, row in enumerate(self.rows):
            if row.return_to is None or row.actor is None:
                continue
            left = self.edges[row.actor]
            center, half = self._center(row.actor) - left, self._half_width(row.actor)
            self._put(position, row.actor, Label("Ya", center + 25, self._bottom(position)))
            if position in self._lanes:
                side = 1 if self._lanes[position] > self._center(row.actor) else -1
                x = center + half - 60 if side > 0 else center - half - 220
                y = self._middle(position) - 200
                self._put(position, row.actor, Label("Tidak", x, y))
