Console.Error.WriteLine("Sala");
return 64;
