"""The proof of the bound, as the one division that it is."""

from __future__ import annotations

from helpers import claims


def division(ledger: claims.Ledger) -> str:
    """HTML of the sum: the average that was not reached, over the price, is a share that does not pay it."""
    e = {id: entry.text for id, entry in ledger.entries.items()}
    lines = (
        (e["rounded_up_at"], "is an average that would have been rounded up"),
        (f"÷ {e['quoted_price']}", "is the price"),
        (
            f"= {e['share_not_reached']}",
            f"of those averaged, if they paid it, would bring the average to {e['rounded_up_at']} by themselves: so "
            f"fewer pay it, of {ledger.published.n} at most {e['most_n']}",
        ),
    )
    left = 'style="text-align: left"'
    rows = "\n".join(f'<tr><th scope="row">{figure}</th><td {left}>{why}</td></tr>' for figure, why in lines)
    return f'<table class="sum">\n<tbody>\n{rows}\n</tbody>\n</table>'
