namespace Sala.Forms.Expressions;

internal enum TokenKind { Number, Text, Reference, Name, Operator, Axis, Open, Close, OpenBracket, CloseBracket, Comma, Slash, DoubleSlash, Dot, DoubleDot, At, End }

/// <summary>A token: its text is the operator's sign, the name, or the content between quotes or braces.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int At, double Number = 0);

/// <summary>An expression that cannot be understood; caught by the reader, which knows sheet, row and column.</summary>
internal sealed class ExpressionException(string message) : Exception(message);
