namespace Sluice.Cel;

/// <summary>Why an evaluation failed, and where in the expression.</summary>
public sealed class CelError : CelReference
{
    internal CelError(string message, int position = -1, bool isFinal = false) : base(CelKind.Error)
    {
        Message = message;
        Position = position;
        IsFinal = isFinal;
    }

    public string Message { get; }

    /// <summary>Where in the expression's text, counted in UTF-16 units from 0; -1 where it is not known.</summary>
    public int Position { get; }

    /// <summary>The evaluation was stopped (its cost, its caller): no operator may ignore it.</summary>
    public bool IsFinal { get; }

    internal CelError At(int position) => Position >= 0 ? this : new CelError(Message, position, IsFinal);

    public override string ToString() => Message;
}
