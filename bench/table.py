"""The table that benchmarks print. No Odoo is needed here."""


def print_table(rows):
    """Print ``rows`` of ``results.json`` as one table."""
    lines = [("BENCHMARK", "LAKIP_SOP", "PEER", "", "RATIO")]
    lines += [
        (
            row["name"],
            f"{row['value']:g} {row['unit']}",
            row["peer"],
            f"{row['peer_value']:g} {row['unit']}",
            f"{row['ratio']:.2f}",
        )
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    print()
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))
    print()
