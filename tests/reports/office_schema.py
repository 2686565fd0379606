"""Microsoft's own schema of Office files, as Word and Excel apply it, over what we make.

The schema is that of the Open XML SDK (ECMA-376, ISO/IEC 29500 with Microsoft's additions), as the
package openxml-audit carries it.
"""

from pathlib import Path

from openxml_audit import FileFormat, OpenXmlValidator

_VALIDATOR = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=20)


def faults(data: bytes, folder: Path, ending: str = "docx") -> list[str]:
    """What Word or Excel would have to repair, each with its part and place."""
    path = folder / f"judged.{ending}"
    path.write_bytes(data)
    found = _VALIDATOR.validate(str(path))
    return [f"{error.part_uri}{error.path}: {error.description}" for error in found.errors]
