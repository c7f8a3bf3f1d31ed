print("Nothing is drawn here")
