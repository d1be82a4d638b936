namespace Sluice.Registries;

/// <summary>A registry did not answer, or not in a way that can be understood: what it was asked is not known, and that is not "nothing".</summary>
public sealed class RegistryException(string message, Exception? inner = null) : Exception(message, inner);
