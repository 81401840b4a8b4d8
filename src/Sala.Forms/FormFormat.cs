namespace Sala.Forms;

/// <summary>How a form is written down.</summary>
public enum FormFormat
{
    /// <summary>An Excel workbook.</summary>
    Xlsx,

    /// <summary>An Excel workbook of before 2007 (BIFF).</summary>
    Xls,

    /// <summary>One CSV with all sheets, as pyxform reads it.</summary>
    Csv,

    /// <summary>Markdown tables, as pyxform reads them.</summary>
    Markdown,

    /// <summary>The sheets in JSON: for each its columns and rows.</summary>
    Json,
}
