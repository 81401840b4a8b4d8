namespace Sala.Forms;

/// <summary>How a form is written down.</summary>
public enum FormFormat
{
    /// <summary>Excel workbook (Office Open XML).</summary>
    Xlsx,

    /// <summary>One CSV file with all sheets: the first cell of a line names the sheet, as pyxform reads it.</summary>
    Csv,

    /// <summary>Markdown tables: the first cell of a line names the sheet.</summary>
    Markdown,
}
