"""The command line: the second composition root, for clerks, scripts and the terminal."""

import sys
from io import TextIOWrapper

import typer

from channels.commands.asking_calculators import collect_command
from channels.commands.checking import check_command
from channels.commands.comparing import compare_command
from channels.commands.doctor import doctor_command
from channels.commands.exporting import export_changes, export_moodle, export_package, export_site
from channels.commands.forms import export_xlsform, import_kobo
from channels.commands.gaps import gaps_command
from channels.commands.panel import import_app, indicators_app
from channels.commands.printing import print_app
from channels.commands.quotes_panel import quotes_app
from channels.commands.refresh import refresh_app
from channels.commands.store import backup_command, export_observations, restore_command
from channels.commands.survey import survey_command

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
export_app = typer.Typer(no_args_is_help=True, help="Write what is known into a file.")


@app.callback()
def _root() -> None:
    """Pulyolu: compare ways to send money to and from Azerbaijan."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal or a pipe with an older code page lacks our letters.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


app.command("check")(check_command)
app.command("compare")(compare_command)
app.command("collect")(collect_command)
app.command("gaps")(gaps_command)
app.command("survey")(survey_command)
app.command("doctor")(doctor_command)
app.command("backup")(backup_command)
app.command("restore")(restore_command)
app.add_typer(
    print_app, name="print", help="Print a sheet, a poster, or all that a story needs: print STORY."
)
app.add_typer(import_app, name="import")
app.add_typer(indicators_app, name="indicators")
app.add_typer(quotes_app, name="quotes")
app.add_typer(refresh_app, name="refresh")
app.add_typer(export_app, name="export")
export_app.command("package")(export_package)
export_app.command("changes")(export_changes)
export_app.command("site")(export_site)
export_app.command("moodle")(export_moodle)
export_app.command("xlsform")(export_xlsform)
export_app.command("observations")(export_observations)
import_app.command("kobo")(import_kobo)

if __name__ == "__main__":
    sys.exit(app())
