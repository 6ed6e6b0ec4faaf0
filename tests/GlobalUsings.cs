global using Xunit;
global using StreamId = GridActors.Journal.StreamId;
