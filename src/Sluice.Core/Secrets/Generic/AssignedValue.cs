namespace Sluice.Secrets.Generic;

/// <summary>How a value comes to its name.</summary>
internal enum Link : byte
{
    /// <summary><c>=</c>, <c>:</c>, <c>:=</c>, <c>=></c>.</summary>
    Assignment,

    /// <summary><c>==</c>: what a program compares with.</summary>
    Comparison,

    /// <summary><c>||</c>, <c>??</c>: what counts where nothing else is set.</summary>
    Fallback,

    /// <summary><c>name("value")</c>.</summary>
    Call,

    /// <summary><c>"name", "value"</c>.</summary>
    Comma,

    /// <summary><c>name value</c>.</summary>
    Blank,

    /// <summary><c>--name value</c>.</summary>
    Flag,

    /// <summary><c>&lt;name>value</c>, <c>name="…">value</c>.</summary>
    Element,

    /// <summary>The password of an address, or what a known command takes.</summary>
    Command,
}

/// <summary>A value without its quotes, and how it is written.</summary>
/// <param name="Quote">0 where it has none.</param>
/// <param name="IsInString">Without quotes of its own, in a text that has them: a connection string, a query.</param>
internal readonly record struct AssignedValue(int Start, int End, Link Link, byte Quote, bool IsInString)
{
    public int Length => End - Start;
}
